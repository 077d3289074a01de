package rooms;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

@ServerEndpoint("/room")
public class RoomEndpoint {
    @OnMessage
    public String onMessage(String message, Session session) {
        session.getUserProperties().put("last", message);
        return message;
    }
}
