package com.example.shop;

public class Basket implements java.io.Serializable {
}
