package se.example.model;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;

public class Permit extends Entity implements Serializable {
    private static final long serialVersionUID = 4L;
    private LocalDate until;
    private BigDecimal price;
    private Zone[] zones;

    public static class Zone implements Serializable {
        private static final long serialVersionUID = 1L;
        private char letter;
    }
}
