package garden;

import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
public class SeedStore {
    public String find(String name) {
        return name;
    }
}
