package com.example.shop;

import java.util.ArrayList;
import java.util.List;

/** What somebody wants to buy. */
public class Cart implements Comparable<Cart> {

    private final List<String> items = new ArrayList<>();

    @Override
    public int compareTo(Cart other) {
        return items.size() - other.items.size();
    }
}
