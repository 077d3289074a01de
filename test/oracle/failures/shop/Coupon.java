package shop;

import java.io.Serializable;

/** Can be written, and never read. */
public class Coupon extends Paper implements Serializable {
    private static final long serialVersionUID = 1L;

    public Coupon() {
        super("red");
    }
}
