package garden;

import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

@Named
@SessionScoped
public class PlanBean implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private SeedStore store;

    private List<String> beds = new ArrayList<>();

    public List<String> getBeds() {
        return beds;
    }

    public String add(String name) {
        beds.add(store.find(name));
        return "plan?faces-redirect=true";
    }
}
