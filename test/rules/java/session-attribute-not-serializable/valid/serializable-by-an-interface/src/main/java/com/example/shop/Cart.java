package com.example.shop;

public class Cart implements Stored {
}
