package io.acme.orders;

import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class BasketController {

    private final Prices prices;

    BasketController(Prices prices) {
        this.prices = prices;
    }

    @PostMapping("/basket")
    void put(HttpSession session, Basket basket) {
        session.setAttribute("basket", basket);
    }

    @GetMapping("/basket/total")
    long total(HttpSession session) {
        return session.getAttribute("basket") instanceof Basket basket ? prices.sum(basket.articles()) : 0;
    }

    interface Prices {
        long sum(List<String> articles);
    }
}
