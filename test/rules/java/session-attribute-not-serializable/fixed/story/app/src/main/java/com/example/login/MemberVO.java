package com.example.login;

import java.io.Serializable;

/** Who is logged in. */
public class MemberVO implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String id;
    private final String name;

    public MemberVO(String id, String name) {
        this.id = id;
        this.name = name;
    }

    public String getId() {
        return id;
    }

    public String getName() {
        return name;
    }
}
