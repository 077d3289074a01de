package com.example.shop;

public interface Priced {
}
