package com.example.login;

import java.io.Serializable;
import java.math.BigInteger;
import java.security.SecureRandom;

/** A key pair for the password field of the login form; its private half stays in the session. */
public class RSAUtil implements Serializable {

    private static final long serialVersionUID = 1L;

    private final BigInteger modulus;
    private final BigInteger publicExponent = BigInteger.valueOf(65537);
    private final BigInteger privateExponent;

    public RSAUtil(int bits) {
        SecureRandom random = new SecureRandom();
        BigInteger p = BigInteger.probablePrime(bits / 2, random);
        BigInteger q = BigInteger.probablePrime(bits / 2, random);
        BigInteger phi = p.subtract(BigInteger.ONE).multiply(q.subtract(BigInteger.ONE));
        modulus = p.multiply(q);
        privateExponent = publicExponent.modInverse(phi);
    }

    public BigInteger getModulus() {
        return modulus;
    }

    public BigInteger getPublicExponent() {
        return publicExponent;
    }

    /** Decrypts what the browser encrypted with modulus and public exponent. */
    public BigInteger decrypt(BigInteger cipher) {
        return cipher.modPow(privateExponent, modulus);
    }
}
