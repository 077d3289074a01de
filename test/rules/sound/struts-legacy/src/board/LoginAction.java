package board;

import java.util.Map;
import org.apache.struts2.interceptor.SessionAware;

public class LoginAction implements SessionAware {
    private Map<String, Object> session;
    private String id;

    public String execute() {
        session.put("loginId", id);
        return "success";
    }

    public void setSession(Map<String, Object> session) {
        this.session = session;
    }

    public void setId(String id) {
        this.id = id;
    }
}
