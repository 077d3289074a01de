package com.example.shop;

import java.io.Serializable;

public class Holder<T extends Comparable<T>> implements Serializable {

  private static final long serialVersionUID = 1L;

  private T value;
}
