package shop;

/** Neither serializable nor with a constructor that deserialization could call. */
public class Paper {
    private final String color;

    public Paper(String color) {
        this.color = color;
    }
}
