package com.example.shop;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What somebody wants to buy. */
public class Cart extends Basket implements Comparable<Cart>, Serializable {

    private static final long serialVersionUID = 1L;

    private final List<String> items = new ArrayList<>();

    @Override
    public int compareTo(Cart other) {
        return items.size() - other.items.size();
    }
}
