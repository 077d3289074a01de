package com.example.shop;

import org.example.LibraryCart;

public class Cart extends LibraryCart {
}
