package com.example.shop;

public class Holder<T extends Comparable<T>> {
  private T value;
}
