// What the description says of the registers' forms, and of what the rows of lists hold, is what their rows and columns declare.
#include "serve/router/description.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "books/key.h"
#include "books/kinds.h"
#include "books/listed.h"

namespace kwota::serve {
namespace {

using boost::json::object;
using Words = std::vector<std::string>;

const object& whole() {
  static const auto document = boost::json::parse(description());
  return document.as_object();
}

const object& paths() { return whole().at("paths").as_object(); }

const object& body_of(const std::string& address, std::string_view method) {
  return paths().at(address).at(method).at("requestBody").at("content").at("application/json").at("schema").at("properties").as_object();
}

/// The words of this member: its own, or those of the kind that it names.
Words described(const object& members, std::string_view column) {
  Words out;
  const auto* member = &members.at(column).as_object();
  if (const auto* kind = member->if_contains("$ref")) {
    const std::string name(kind->as_string());
    member = &whole().at("components").at("schemas").at(name.substr(name.rfind('/') + 1)).as_object();
  }
  const auto* words = member->if_contains("enum");
  if (words != nullptr)
    for (const auto& word : words->as_array()) out.emplace_back(word.as_string());
  return out;
}

/// The words that the form takes in this column: those that it is among, else all that the column has.
template <class Row>
Words declared(const books::FormField& field) {
  Words out(field.words.begin(), field.words.end());
  Row::columns([&]<class Value>(std::string_view name, Value Row::*) {
    if constexpr (Worded<Value>)
      if (name == field.column && out.empty())
        for (const auto word : words_of(Value{})) out.emplace_back(word);
  });
  return out;
}

/// How many columns with words were held against their declaration.
template <class Row>
int hold(std::string_view list) {
  std::string one = "/" + std::string(list);
  const auto all = one;
  for (const auto name : books::key_names<Row>()) one += "/{" + std::string(name) + "}";
  int held = 0;
  const auto key = books::key_names<Row>();
  for (const auto& [address, method] : {std::pair{all, "post"}, std::pair{one, "put"}}) {
    const auto& members = body_of(address, method);
    for (const auto& field : Row::by_form.fields) {
      if (field.column.empty()) continue;
      const bool of_the_address = std::string_view(method) == "put" && std::ranges::find(key, field.column) != key.end();
      if (!members.contains(field.column)) {
        EXPECT_TRUE(of_the_address) << method << " " << address << " refuses " << field.column << ", which its form shows";
        continue;
      }
      EXPECT_EQ(described(members, field.column), declared<Row>(field)) << method << " " << address << " " << field.column;
      held += declared<Row>(field).empty() ? 0 : 1;
    }
  }
  return held;
}

template <class... Rows>
int hold_all(books::Kinds<Rows...>) {
  int held = 0;
  const auto hold_one = [&]<class Row>(const Row*) {
    if constexpr (requires { Row::by_form; }) held += hold<Row>(Row::list.name);
  };
  (hold_one(static_cast<const Rows*>(nullptr)), ...);
  return held;
}

TEST(Description, says_of_each_form_the_words_that_its_row_declares) { EXPECT_GT(hold_all(books::RegisterKinds{}), 10); }

TEST(Description, a_customers_form_takes_some_of_his_states_only) {
  EXPECT_EQ(described(body_of("/customers/{number}", "put"), "state"), (Words{"active", "blocked"}));
  EXPECT_GT(words_of(books::CustomerStatus{}).size(), 2u) << "the others follow from what is done with him";
}

const object& row_of(const std::string& schema) { return whole().at("components").at("schemas").at(schema).as_object(); }

std::string refers(const boost::json::value& member) {
  const std::string to(member.at("$ref").as_string());
  return to.substr(to.rfind('/') + 1);
}

TEST(Description, a_row_of_a_list_holds_what_its_columns_say) {
  const auto& page = paths().at("/sales").at("get").at("responses").at("200").at("content").at("application/json").at("schema").at("allOf").as_array();
  EXPECT_EQ(refers(page.at(0)), "Page");
  EXPECT_EQ(refers(page.at(1).at("properties").at("rows").at("items")), "ListedSales");
  const auto& sale = row_of("ListedSales").at("properties").as_object();
  EXPECT_EQ(refers(sale.at("tendered")), "Decimal");
  EXPECT_EQ(refers(sale.at("credit")), "Credit") << "kWh and cubic metres stand there, too";
  EXPECT_EQ(refers(sale.at("time")), "Instant");
  EXPECT_EQ(refers(sale.at("tenders").at("items")), "Tendered");
  EXPECT_EQ(sale.at("account").at("type"), "integer");
  EXPECT_EQ(sale.at("number").at("type"), "string");
  EXPECT_EQ(refers(sale.at("since").at("oneOf").at(0)), "Instant") << "of another table, which may say nothing";
  EXPECT_FALSE(sale.contains("client_key")) << "nobody sees it";
  const auto& required = row_of("ListedSales").at("required").as_array();
  EXPECT_EQ(required.size(), sale.size());
}

TEST(Description, a_row_that_people_change_says_its_version_and_others_do_not) {
  EXPECT_TRUE(row_of("ListedCustomers").at("properties").as_object().contains("version"));
  EXPECT_TRUE(row_of("ListedLinks").at("properties").as_object().contains("changeable")) << "kept by use-cases of their own";
  EXPECT_FALSE(row_of("ListedAnchors").at("properties").as_object().contains("version"));
}

TEST(Description, what_a_list_says_in_place_of_a_column_stands_in_its_place) {
  EXPECT_EQ(row_of("ListedStatements").at("properties").at("states").at("type"), "array") << "its column is a number of bits";
  EXPECT_EQ(refers(row_of("ListedApprovals").at("properties").at("content")), "Proposal");
}

}  // namespace
}  // namespace kwota::serve
