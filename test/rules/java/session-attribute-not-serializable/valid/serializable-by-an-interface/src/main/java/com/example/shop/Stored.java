package com.example.shop;

import java.io.*;

public interface Stored extends Serializable {
}
