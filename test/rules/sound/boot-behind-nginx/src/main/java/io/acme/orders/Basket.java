package io.acme.orders;

import java.io.Serializable;
import java.util.List;

public record Basket(List<String> articles) implements Serializable {
}
