package com.example.shop;

public class Basket {
}
