package com.example.shop;

public enum Size {
    SMALL
}
