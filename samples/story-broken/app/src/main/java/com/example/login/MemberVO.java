package com.example.login;

/** Who is logged in. */
public class MemberVO {

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
