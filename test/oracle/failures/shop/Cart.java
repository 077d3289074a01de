package shop;

import java.io.Serializable;

/** Can be serialized by what it says, and not by what it holds. */
public class Cart implements Serializable {
    private static final long serialVersionUID = 1L;
    private final RsaKey key = new RsaKey();
}
