// SPDX-License-Identifier: Apache-2.0
#include "fixtures/demo/catalogue.hpp"

#include "fixtures/demo/random.hpp"

#include <doctest/doctest.h>

#include <regex>
#include <set>

namespace shadowdiff::demo {

TEST_CASE("the same seed gives the same catalogue, another seed another") {
    const auto one = make_catalogue(5);
    const auto same = make_catalogue(5);
    const auto other = make_catalogue(6);
    std::size_t unlike = 0;
    for (std::size_t i = 0; i < one.products.size(); ++i) {
        CHECK(one.products[i].name == same.products[i].name);
        CHECK(one.products[i].price_mills == same.products[i].price_mills);
        CHECK(one.products[i].revision == same.products[i].revision);
        unlike += one.products[i].name != other.products[i].name ? 1 : 0;
    }
    CHECK(unlike > one.products.size() / 2);
    CHECK(one.orders.back().total_cents == same.orders.back().total_cents);
    CHECK(one.orders.back().created_at == same.orders.back().created_at);
}

TEST_CASE("products and orders are found by id, and only by theirs") {
    const auto catalogue = make_catalogue(1);
    CHECK(catalogue.products.size() == product_count);
    CHECK(catalogue.orders.size() == order_count);
    CHECK(find_product(catalogue, first_product_id)->id == first_product_id);
    CHECK(find_product(catalogue, first_product_id + product_count - 1) != nullptr);
    CHECK(find_product(catalogue, first_product_id - 1) == nullptr);
    CHECK(find_product(catalogue, first_product_id + product_count) == nullptr);
    CHECK(find_order(catalogue, first_order_id)->id == first_order_id);
    CHECK(find_order(catalogue, 0) == nullptr);
    CHECK(find_order(catalogue, first_order_id + order_count) == nullptr);
}

TEST_CASE("names and the ids of reviews and lines are unique") {
    const auto catalogue = make_catalogue(3);
    std::set<std::string> names;
    std::set<std::uint32_t> ids;
    std::size_t id_count = 0;
    for (const auto& product : catalogue.products) {
        CHECK(names.insert(product.name).second);
        CHECK_FALSE(product.tags.empty());
        for (const auto& review : product.reviews) ids.insert(review.id);
        id_count += product.reviews.size();
    }
    for (const auto& order : catalogue.orders) {
        CHECK_FALSE(order.lines.empty());
        for (const auto& line : order.lines) ids.insert(line.id);
        id_count += order.lines.size();
    }
    CHECK(ids.size() == id_count);
}

TEST_CASE("an order's total is that of its lines, and its time has a zone") {
    const auto catalogue = make_catalogue(8);
    const std::regex form{"2024-03-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"};
    for (const auto& order : catalogue.orders) {
        std::uint32_t total = 0;
        for (const auto& line : order.lines) {
            total += line.quantity * price_cents(*find_product(catalogue, line.product_id));
        }
        CHECK(order.total_cents == total);
        CAPTURE(order.created_at);
        CHECK(std::regex_match(order.created_at, form));
    }
}

TEST_CASE("half a cent is rounded up, or to the even cent") {
    struct Row {
        std::uint32_t mills;
        std::uint32_t up;
        std::uint32_t even;
    };
    for (const auto& row :
         {Row{12'340, 1'234, 1'234}, Row{12'344, 1'234, 1'234}, Row{12'345, 1'235, 1'234},
          Row{12'355, 1'236, 1'236}, Row{12'346, 1'235, 1'235}, Row{12'995, 1'300, 1'300}}) {
        CAPTURE(row.mills);
        Product product;
        product.price_mills = row.mills;
        CHECK(price_cents(product) == row.up);
        CHECK(price_cents(product, true) == row.even);
    }
}

TEST_CASE("minted values keep their shape") {
    Random random{2};
    const std::regex uuid{"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"};
    const std::regex hex{"[a-f][0-9a-f]{15}"};
    for (int i = 0; i < 500; ++i) {
        CHECK(std::regex_match(random.uuid(), uuid));
        CHECK(std::regex_match(random.hex(16), hex));
    }
}

}  // namespace shadowdiff::demo
