package shop;

import java.io.Serializable;

/** Another build has another version. */
public class Basket implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String item = "book";
}
