package se.example.model;

/** Has a constructor without parameters, and nothing worth keeping. */
public abstract class Entity {
    private Object cache;

    protected Entity() {
    }
}
