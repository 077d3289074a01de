package com.example.shop;

import java.io.Externalizable;

public class Cart implements Externalizable {
}
