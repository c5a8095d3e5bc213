#include "serve/api/visibility.h"

#include <array>

#include "base/ascii.h"
#include "base/cause.h"
#include "base/ids_text.h"
#include "people/leaving.h"
#include "people/permissions.h"
#include "sell/counter/price.h"
#include "serve/router/scope.h"

namespace kwota::serve {
namespace {

struct Looked {
  Scope scope;
  std::string_view view, column;
};

/// Where a thing is looked for: the lists know whose their rows are.
constexpr std::array looked_for{
    Looked{Scope::account, "accounts", "number"},     Looked{Scope::customer, "customers", "number"}, Looked{Scope::sale, "sales", "number"},
    Looked{Scope::meter, "meters", "number"},         Looked{Scope::service_point, "service-points", "code"}, Looked{Scope::place, "places", "code"},
    Looked{Scope::area_number, "area-numbers", "number"}, Looked{Scope::well, "wells", "number"}, Looked{Scope::application, "purse-applications", "number"},
    Looked{Scope::account_application, "account-applications", "number"},
    Looked{Scope::card, "cards", "serial"},           Looked{Scope::station, "stations", "code"},     Looked{Scope::command, "commands", "number"},
    Looked{Scope::approval, "approvals", "number"},   Looked{Scope::person, "operators", "name"},     Looked{Scope::people_change, "people-changes", "number"},
    Looked{Scope::outlet, "outlets", "code"},            Looked{Scope::invoice, "invoices", "invoice"},
    Looked{Scope::handheld, "handhelds", "number"},
    Looked{Scope::debt, "debts", "number"},              Looked{Scope::visit, "visits", "number"},               Looked{Scope::letter, "letters", "number"},
    Looked{Scope::hand_over, "hand-overs", "number"},    Looked{Scope::import_run, "imports", "number"},         Looked{Scope::former_card, "former-cards", "number"},
    Looked{Scope::invoice_series, "invoice-series", "code"},
    Looked{Scope::told, "meters", "number"},          Looked{Scope::told, "readings", "meter"},
};

struct Member {
  std::string_view name;
  Scope scope;
};

/// Members of bodies and of queries that name a thing.
constexpr std::array members{
    Member{"account", Scope::account}, Member{"to_account", Scope::account}, Member{"draft", Scope::account},       Member{"meter", Scope::meter},   Member{"customer", Scope::customer}, Member{"into_customer", Scope::customer}, Member{"new_customer", Scope::customer},
    Member{"place", Scope::place},     Member{"service_point", Scope::service_point}, Member{"area", Scope::place}, Member{"of_place", Scope::place},
    Member{"station", Scope::station}, Member{"quote", Scope::account},       Member{"village", Scope::place}, Member{"well", Scope::well},
    Member{"parent", Scope::place},    Member{"area_number", Scope::area_number}, Member{"area_1", Scope::area_number},  Member{"area_2", Scope::area_number}, Member{"area_3", Scope::area_number}, Member{"area_4", Scope::area_number},
};

Result<bool> is_there(ServerParts& server, const Looked& where, const std::string& name, const std::string& station) {
  store::ListRequest wanted;
  wanted.view = where.view;
  wanted.filters = {{std::string(where.column), store::Match::is, name}};
  wanted.page_size = 1;
  wanted.totals = store::Totals::none;
  wanted.station = station;
  return server.books.query([&](store::Moment& connection) -> Result<bool> {
    auto page = store::list(connection, wanted);
    if (!page.ok()) return page.error();
    return !page->rows.empty();
  });
}

/// As the lists have it. Doors take the numbers of meters, customers and cards as screens and cards show them, with blanks in between; a name that no list knows is nobody's, and would hide nothing.
std::string as_kept(Scope scope, std::string name) {
  if (scope == Scope::meter || scope == Scope::told) {
    if (const auto number = parse_meter_number(name)) return to_text(*number);
  } else if (scope == Scope::customer) {
    if (const auto number = parse_customer_number(name)) return to_text(*number);
  } else if (scope == Scope::card) {
    if (const auto serial = parse_card_serial(name)) return to_text(*serial);
  }
  return name;
}

Error nothing_of(const std::string& typed) { return error(Fault::request, Cause::not_found, "There is nothing of this name here.", {{"what", typed}}); }

/// Where things are counted their name is digits and nothing else: of another one no account "0" is looked for.
Result<void> can_be_a_name(Scope scope, const std::string& typed) {
  const auto is_counted = [](const Looked& where) {
    const auto view = std::ranges::find(store::views(), where.view, &store::View::name);
    const auto* column = view == store::views().end() ? nullptr : store::find_column(*view, where.column);
    return column != nullptr && column->kind == store::ColumnKind::integer;
  };
  const auto where = std::ranges::find(looked_for, scope, &Looked::scope);
  if (where == looked_for.end() || !is_counted(*where) || typed.empty() || is_digits(typed)) return Done{};
  return nothing_of(typed);
}

/// What no list can look for is hidden, not shown; books that cannot be asked say so.
Result<void> see(ServerParts& server, Scope scope, const std::string& typed, const std::string& station) {
  if (scope == Scope::open || typed.empty()) return Done{};
  const auto name = as_kept(scope, typed);
  for (const auto& where : looked_for) {
    if (where.scope != scope) continue;
    const auto mine = is_there(server, where, name, station);
    if (!mine.ok()) return mine.error().fault == Fault::request ? nothing_of(typed) : mine.error();
    if (*mine) continue;
    TRY(anybodys, is_there(server, where, name, ""));
    if (anybodys) return nothing_of(typed);
  }
  return Done{};
}

/// A name, a number, a quote, or an object with its own name in it.
std::string name_in(const boost::json::value& value, Scope scope) {
  if (value.is_int64()) return std::to_string(value.get_int64());
  if (value.is_object()) {
    const auto* inner = value.get_object().if_contains(scope == Scope::service_point ? "code" : "number");
    return inner == nullptr ? std::string{} : name_in(*inner, scope);
  }
  return value.is_string() ? std::string(value.get_string()) : std::string{};
}

Result<void> see_member(ServerParts& server, const Member& member, const boost::json::value& value, const std::string& station) {
  auto name = name_in(value, member.scope);
  if (member.name == "quote") {
    const auto quote = counter::parse_quote_id(name);
    name = quote ? std::to_string(quote->account) : std::string{};
  }
  return see(server, member.scope, name, station);
}

/// What names things of its own and is none itself.
constexpr std::array<std::string_view, 1> holders{"purse"};

/// Also what a new customer, service point or purse names, which comes along in one body.
Result<void> see_members(ServerParts& server, const boost::json::value& body, const std::string& station) {
  if (!body.is_object()) return Done{};
  for (const auto holder : holders)
    if (const auto* value = body.get_object().if_contains(holder)) MUST(see_members(server, *value, station));
  for (const auto& member : members) {
    const auto* value = body.get_object().if_contains(member.name);
    if (value == nullptr) continue;
    MUST(see_member(server, member, *value, station));
    MUST(see_members(server, *value, station));
  }
  return Done{};
}

/// The first place of the pattern is what it names.
std::string named_by(const Call& call, const std::string& pattern) {
  const auto open = pattern.find('{');
  if (open == std::string::npos) return {};
  const auto found = call.path.find(pattern.substr(open + 1, pattern.find('}', open) - open - 1));
  return found == call.path.end() ? std::string{} : found->second;
}

}  // namespace

Visibility visibility_of(const books::Operator& who) { return {who.station, people::granted(who, "personal_export") != people::Grant::no}; }

void limit(store::ListRequest& wanted, const Visibility& visibility) {
  wanted.station = visibility.station;
  wanted.personal = visibility.personal;
}

Result<Seen> seen(ServerParts& server, const Visibility& visibility, const std::string& view, std::string_view column) {
  Seen out;
  if (visibility.station.empty()) return out;
  out.names_.emplace();
  store::ListRequest all;
  all.view = view;
  limit(all, visibility);
  MUST(server.books.query([&](store::Moment& connection) {
    return store::for_each_match(connection, all, [&](const store::View& columns, const std::vector<store::Value>& row) {
      for (std::size_t i = 0; i < row.size(); ++i)
        if (columns.columns[i].name == column) out.names_->insert(store::text_of(row[i], columns.columns[i].kind, 0));
    });
  }));
  return out;
}

Result<void> let_out(ServerParts& server, const books::Operator& asked_as, const std::string& name, const std::vector<std::string>& personal_columns) {
  if (personal_columns.empty()) return server.books.read([&](const books::Reader& books) { return people::same_rights(books, asked_as); });
  TRY(told, server.books.run({.operator_name = asked_as.name, .action = "personal_export", .station = asked_as.station},
                             [asked_as, name, personal_columns](const books::Reader& books) { return people::take_away(books, asked_as, name, personal_columns); }));
  static_cast<void>(told);
  return Done{};
}

std::string shown_phone(const std::string& phone, const books::Operator& who) { return visibility_of(who).personal ? phone : store::masked(phone); }

Result<void> in_scope(ServerParts& server, const Call& call, const std::string& pattern) {
  MUST(can_be_a_name(scope_of(pattern), named_by(call, pattern)));
  if (!call.who || call.who->station.empty()) return Done{};
  if (!is_decided(pattern)) return nothing_of(named_by(call, pattern));  // nobody has said whose it is
  const auto& station = call.who->station;
  MUST(see(server, scope_of(pattern), named_by(call, pattern), station));
  for (const auto& member : members)
    if (const auto asked = call.request.parameter(member.name); !asked.empty()) MUST(see(server, member.scope, std::string(asked), station));
  return see_members(server, call.body, station);
}

}  // namespace kwota::serve
