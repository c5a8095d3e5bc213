#include "store/schema.h"

#include <fmt/format.h>

#include "store/views.h"

namespace kwota::store {
namespace {

constexpr std::string_view books_of_the_first_release = R"sql(
CREATE TABLE utility(code TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, currency TEXT NOT NULL, minor_digits INTEGER NOT NULL,
  zone TEXT NOT NULL, county INTEGER NOT NULL, supplement_limit INTEGER NOT NULL, refund_limit INTEGER NOT NULL,
  over_short_limit INTEGER NOT NULL, large_sale INTEGER NOT NULL, hoarding_limit INTEGER NOT NULL, card_fee INTEGER NOT NULL,
  one_person INTEGER NOT NULL, installed INTEGER, hand_back_hours INTEGER NOT NULL,
  nature TEXT NOT NULL CHECK(nature IN ('real', 'sample'))
  ) STRICT, WITHOUT ROWID;
CREATE TABLE station(code TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, receipt_prefix TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE place(code TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, station TEXT NOT NULL,
  parent TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE till(station TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, next_receipt INTEGER NOT NULL,
  next_shift INTEGER NOT NULL, reader TEXT NOT NULL, PRIMARY KEY(station, code)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX till_reader ON till(reader) WHERE reader<>'';
CREATE TABLE customer(number TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, phone TEXT NOT NULL,
  identity_number TEXT NOT NULL, address TEXT NOT NULL, language TEXT NOT NULL, place TEXT NOT NULL, state TEXT NOT NULL,
  state_reason TEXT NOT NULL, created INTEGER NOT NULL, station TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE service_point(code TEXT NOT NULL PRIMARY KEY, address TEXT NOT NULL, place TEXT NOT NULL, area TEXT NOT NULL,
  state TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE meter(number TEXT NOT NULL PRIMARY KEY, model TEXT NOT NULL, maker TEXT NOT NULL, ct INTEGER NOT NULL,
  pt INTEGER NOT NULL, service_point TEXT NOT NULL, state TEXT NOT NULL, sold INTEGER NOT NULL, revision INTEGER NOT NULL,
  applied INTEGER NOT NULL, statements INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE account(number INTEGER NOT NULL PRIMARY KEY, station TEXT NOT NULL, customer TEXT NOT NULL,
  service_point TEXT NOT NULL, meter TEXT NOT NULL, plan TEXT NOT NULL, usage_class TEXT NOT NULL, heads INTEGER NOT NULL,
  state TEXT NOT NULL, opened INTEGER, closed INTEGER, charged TEXT NOT NULL, first_number INTEGER NOT NULL,
  statements_before INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX account_meter ON account(meter);
CREATE INDEX account_customer ON account(customer);
CREATE TABLE card(serial TEXT NOT NULL PRIMARY KEY, product TEXT NOT NULL, kind TEXT NOT NULL, account INTEGER NOT NULL,
  issue_number INTEGER NOT NULL, state TEXT NOT NULL, state_reason TEXT NOT NULL, issued INTEGER NOT NULL,
  valid_to TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX card_account ON card(account);
CREATE TABLE plan(id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, source TEXT NOT NULL, head TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE plan_version(plan TEXT NOT NULL, from_date TEXT NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL,
  published_by TEXT NOT NULL, approved_by TEXT NOT NULL, withdrawn_by TEXT NOT NULL, withdrawal_approved_by TEXT NOT NULL,
  PRIMARY KEY(plan, from_date)) STRICT, WITHOUT ROWID;
CREATE TABLE code(kind TEXT NOT NULL, code TEXT NOT NULL, name_zh TEXT NOT NULL, name_en TEXT NOT NULL, name_ru TEXT NOT NULL,
  value TEXT NOT NULL, active INTEGER NOT NULL, PRIMARY KEY(kind, code)) STRICT, WITHOUT ROWID;
CREATE TABLE operator(name TEXT NOT NULL PRIMARY KEY, full_name TEXT NOT NULL, roles TEXT NOT NULL, station TEXT NOT NULL,
  password TEXT NOT NULL, must_change INTEGER NOT NULL, state TEXT NOT NULL, failed INTEGER NOT NULL, locked_until INTEGER,
  language TEXT NOT NULL, tried_from TEXT NOT NULL, given_by TEXT NOT NULL, given INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE people_change(number INTEGER NOT NULL PRIMARY KEY, operator TEXT NOT NULL, what TEXT NOT NULL, full_name TEXT NOT NULL,
  roles TEXT NOT NULL, station TEXT NOT NULL, language TEXT NOT NULL, password TEXT NOT NULL, made_by TEXT NOT NULL,
  approved_by TEXT NOT NULL, why_alone TEXT NOT NULL, made INTEGER NOT NULL, takes_effect INTEGER NOT NULL, state TEXT NOT NULL,
  countersigned_by TEXT NOT NULL, countersigned INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE clock_correction(number INTEGER NOT NULL PRIMARY KEY, wrong_from INTEGER NOT NULL, wrong_to INTEGER NOT NULL,
  recorded INTEGER NOT NULL, first TEXT NOT NULL, second TEXT NOT NULL, reason TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE shift(station TEXT NOT NULL, till TEXT NOT NULL, number INTEGER NOT NULL, operator TEXT NOT NULL,
  opened INTEGER NOT NULL, closed INTEGER, opening_float INTEGER NOT NULL, first_counted INTEGER, counted INTEGER, expected INTEGER,
  difference_reason TEXT NOT NULL, accepted_by TEXT NOT NULL, state TEXT NOT NULL, first_receipt INTEGER NOT NULL,
  last_receipt INTEGER NOT NULL, receipts INTEGER NOT NULL, reprints INTEGER NOT NULL,
  PRIMARY KEY(station, till, number)) STRICT, WITHOUT ROWID;
CREATE INDEX shift_open ON shift(operator) WHERE state = 'open';
CREATE TABLE approval(number INTEGER NOT NULL PRIMARY KEY, action TEXT NOT NULL, content TEXT NOT NULL, requested_by TEXT NOT NULL,
  reason TEXT NOT NULL, requested INTEGER NOT NULL, decided_by TEXT NOT NULL, decision TEXT NOT NULL, decided INTEGER,
  station TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
CREATE TABLE sale_state(sale TEXT NOT NULL PRIMARY KEY, state TEXT NOT NULL, since INTEGER NOT NULL, reprints INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
CREATE TABLE balance(account TEXT NOT NULL PRIMARY KEY, amount INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE sale(id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, chain TEXT NOT NULL, client_key TEXT NOT NULL,
  request_hash TEXT NOT NULL, kind TEXT NOT NULL, station TEXT NOT NULL, till TEXT NOT NULL, shift INTEGER NOT NULL,
  operator TEXT NOT NULL, approved_by TEXT NOT NULL, reason TEXT NOT NULL, time INTEGER NOT NULL, business_day TEXT NOT NULL,
  account INTEGER NOT NULL, customer TEXT NOT NULL, meter TEXT NOT NULL, card TEXT, tendered INTEGER NOT NULL,
  credit INTEGER NOT NULL, n INTEGER NOT NULL, revision INTEGER NOT NULL, plan TEXT NOT NULL, plan_version TEXT NOT NULL,
  document TEXT NOT NULL, original TEXT NOT NULL, one_hand INTEGER NOT NULL, position INTEGER NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE UNIQUE INDEX sale_client_key ON sale(client_key) WHERE client_key <> '';
CREATE INDEX sale_account ON sale(account);
CREATE INDEX sale_shift ON sale(station, till, shift);
CREATE TABLE entry(id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, chain TEXT NOT NULL, time INTEGER NOT NULL,
  business_day TEXT NOT NULL, what TEXT NOT NULL, account INTEGER NOT NULL, position INTEGER NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TABLE leg(entry TEXT NOT NULL, position INTEGER NOT NULL, account TEXT NOT NULL, amount INTEGER NOT NULL,
  PRIMARY KEY(entry, position)) STRICT, WITHOUT ROWID;
CREATE TABLE instruction(id INTEGER PRIMARY KEY, meter TEXT NOT NULL, n INTEGER NOT NULL, revision INTEGER NOT NULL,
  chain TEXT NOT NULL, kind TEXT NOT NULL, amount INTEGER NOT NULL, sales TEXT NOT NULL, time INTEGER NOT NULL,
  position INTEGER NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL, UNIQUE(meter, n, revision)) STRICT;
CREATE TABLE statement(id INTEGER PRIMARY KEY, meter TEXT NOT NULL, number INTEGER NOT NULL, chain TEXT NOT NULL,
  taken INTEGER NOT NULL, meter_time TEXT NOT NULL, way TEXT NOT NULL, operator TEXT NOT NULL, card TEXT,
  remaining INTEGER NOT NULL, overdraft INTEGER NOT NULL, count INTEGER NOT NULL, last_amount INTEGER NOT NULL,
  last_applied TEXT NOT NULL, credited INTEGER NOT NULL, given_up INTEGER NOT NULL, used_e5 INTEGER NOT NULL,
  balance_e5 INTEGER NOT NULL, overdraft_cleared_e5 INTEGER NOT NULL, energy INTEGER NOT NULL, period_energy INTEGER NOT NULL, month_start_energy INTEGER NOT NULL,
  states INTEGER NOT NULL, key_info INTEGER NOT NULL, illegal_inserts INTEGER NOT NULL, illegal TEXT NOT NULL, raw TEXT NOT NULL,
  position INTEGER NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL, UNIQUE(meter, number)) STRICT;
CREATE TABLE journal(id INTEGER PRIMARY KEY, chain TEXT NOT NULL, number INTEGER NOT NULL, time INTEGER NOT NULL,
  what TEXT NOT NULL, sale TEXT NOT NULL, meter TEXT NOT NULL, n INTEGER NOT NULL, revision INTEGER NOT NULL, card TEXT,
  details TEXT NOT NULL, position INTEGER NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL, UNIQUE(chain, number)) STRICT;
CREATE INDEX journal_sale ON journal(sale);
CREATE TABLE audit(id INTEGER PRIMARY KEY, chain TEXT NOT NULL, number INTEGER NOT NULL, time INTEGER NOT NULL,
  operator TEXT NOT NULL, action TEXT NOT NULL, object TEXT NOT NULL, content_hash TEXT NOT NULL, details TEXT NOT NULL,
  position INTEGER NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE INDEX audit_object ON audit(object);

CREATE TABLE chain_head(chain TEXT NOT NULL PRIMARY KEY, position INTEGER NOT NULL, hash BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE anchor(number INTEGER PRIMARY KEY, time INTEGER NOT NULL, count INTEGER NOT NULL, root BLOB NOT NULL,
  previous BLOB NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL, nature TEXT NOT NULL, process INTEGER NOT NULL, process_signature BLOB NOT NULL
  ) STRICT;
CREATE INDEX anchor_without_vault ON anchor(number) WHERE length(signature) = 0;
CREATE TABLE process(number INTEGER PRIMARY KEY, started INTEGER NOT NULL, after INTEGER NOT NULL, after_hash BLOB NOT NULL,
  public_key BLOB NOT NULL, signature BLOB NOT NULL) STRICT;
CREATE TABLE acceptance(number INTEGER PRIMARY KEY, from_anchor INTEGER NOT NULL, to_anchor INTEGER NOT NULL, to_hash BLOB NOT NULL,
  first TEXT NOT NULL, second TEXT NOT NULL, reason TEXT NOT NULL, time INTEGER NOT NULL, signature BLOB NOT NULL) STRICT;
)sql";

/// Nobody is registered twice: each new customer is looked for by his identity number.
constexpr std::string_view customers_by_identity =
    "CREATE INDEX customer_identity ON customer(identity_number) WHERE identity_number <> '';";

/// A meter's newest word is the one with the highest registers (books::progress), not the one that came last.
constexpr std::string_view statements_by_progress = "CREATE INDEX statement_progress ON statement(meter, count, used_e5, energy, number);";

/// The key system. Cards and meters of former books hold the first version: nothing in their new column (books::KeyNumber).
constexpr std::string_view keys = R"sql(
CREATE TABLE key_factors(code TEXT NOT NULL PRIMARY KEY, utility_factor TEXT NOT NULL, province INTEGER NOT NULL,
  county INTEGER NOT NULL, fixed_by INTEGER NOT NULL, officers INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE key_version(vault TEXT NOT NULL, purpose TEXT NOT NULL, version INTEGER NOT NULL, suite TEXT NOT NULL,
  check_value TEXT NOT NULL, state TEXT NOT NULL, origin TEXT NOT NULL, valid_from INTEGER, valid_to INTEGER, created INTEGER NOT NULL,
  PRIMARY KEY(vault, purpose, version)) STRICT, WITHOUT ROWID;
CREATE TABLE key_device(serial TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, pair TEXT NOT NULL, code TEXT NOT NULL,
  holder TEXT NOT NULL, state TEXT NOT NULL, state_reason TEXT NOT NULL, key_version INTEGER NOT NULL, quota_amount INTEGER NOT NULL,
  quota_count INTEGER NOT NULL, used_amount INTEGER NOT NULL, used_count INTEGER NOT NULL, valid_to TEXT NOT NULL,
  issued INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE meter_module(meter TEXT NOT NULL PRIMARY KEY, serial TEXT NOT NULL, certificate TEXT NOT NULL, origin TEXT NOT NULL,
  taken INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE ceremony(number INTEGER NOT NULL PRIMARY KEY, purpose TEXT NOT NULL, version INTEGER NOT NULL, suite TEXT NOT NULL,
  required INTEGER NOT NULL, officers TEXT NOT NULL, state TEXT NOT NULL, state_reason TEXT NOT NULL, started_by TEXT NOT NULL,
  started INTEGER NOT NULL, ended INTEGER, check_value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE ceremony_part(ceremony INTEGER NOT NULL, officer TEXT NOT NULL, given INTEGER NOT NULL,
  PRIMARY KEY(ceremony, officer)) STRICT, WITHOUT ROWID;
CREATE TABLE campaign(number INTEGER NOT NULL PRIMARY KEY, from_version INTEGER NOT NULL, to_version INTEGER NOT NULL,
  state TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER, started_by TEXT NOT NULL, approved_by TEXT NOT NULL,
  refuse_after TEXT NOT NULL, reason TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE key_event(id INTEGER PRIMARY KEY, chain TEXT NOT NULL, number INTEGER NOT NULL, time INTEGER NOT NULL, what TEXT NOT NULL,
  object TEXT NOT NULL, first TEXT NOT NULL, second TEXT NOT NULL, check_value TEXT NOT NULL, version INTEGER NOT NULL,
  reason TEXT NOT NULL, details TEXT NOT NULL, position INTEGER NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL,
  UNIQUE(chain, number)) STRICT;
ALTER TABLE card ADD COLUMN key_version INTEGER;
ALTER TABLE meter ADD COLUMN key_version INTEGER;
)sql";

/// Meters on a line: where they are reached, and the queue of what they shall be told.
constexpr std::string_view links = R"sql(
CREATE TABLE meter_link(meter TEXT NOT NULL PRIMARY KEY, address TEXT NOT NULL, line TEXT NOT NULL, dialect TEXT NOT NULL,
  state TEXT NOT NULL, trouble TEXT NOT NULL, seals_refused INTEGER NOT NULL, changed INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE meter_command(number INTEGER NOT NULL PRIMARY KEY, meter TEXT NOT NULL, kind TEXT NOT NULL, sale TEXT NOT NULL,
  n INTEGER NOT NULL, revision INTEGER NOT NULL, content TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL,
  created INTEGER NOT NULL, not_before INTEGER NOT NULL, deadline INTEGER NOT NULL, settled INTEGER, asked_by TEXT NOT NULL,
  approved_by TEXT NOT NULL, evidence TEXT NOT NULL, error TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX meter_command_open ON meter_command(meter, number) WHERE settled IS NULL;
CREATE INDEX meter_command_number ON meter_command(meter, n, number);
)sql";

/// Collection: plans, what was read, total meters of areas.
constexpr std::string_view collection = R"sql(
CREATE TABLE reading_plan(code TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, place TEXT NOT NULL, items TEXT NOT NULL,
  every_hours INTEGER NOT NULL, at TEXT NOT NULL, tries_max INTEGER NOT NULL, retry_minutes INTEGER NOT NULL, state TEXT NOT NULL,
  since INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE meter_reading(meter TEXT NOT NULL, due INTEGER NOT NULL, plan TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL,
  not_before INTEGER NOT NULL, error TEXT NOT NULL, way TEXT NOT NULL, source TEXT NOT NULL, taken INTEGER, meter_time TEXT NOT NULL,
  drift_seconds INTEGER, energy INTEGER, rate1 INTEGER, rate2 INTEGER, rate3 INTEGER, rate4 INTEGER, export_energy INTEGER,
  settlement_energy INTEGER, remaining INTEGER, overdraft INTEGER, count INTEGER, status TEXT NOT NULL, events TEXT NOT NULL,
  absent TEXT NOT NULL, PRIMARY KEY(meter, due)) STRICT, WITHOUT ROWID;
CREATE TABLE area_meter(area TEXT NOT NULL PRIMARY KEY, meter TEXT NOT NULL, factor INTEGER NOT NULL, changed INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
)sql";

/// The queue by time: what waits for its pause costs nothing, and neither do readings of years.
constexpr std::string_view queue_by_time = R"sql(
CREATE INDEX meter_command_due ON meter_command(not_before) WHERE settled IS NULL;
CREATE INDEX meter_command_late ON meter_command(deadline) WHERE settled IS NULL;
CREATE INDEX meter_command_kind ON meter_command(meter, kind, number);
)sql";

/// What meters froze and recorded themselves; balances at the server; rooms with several occupants.
constexpr std::string_view rooms = R"sql(
CREATE TABLE day_freeze(meter TEXT NOT NULL, day TEXT NOT NULL, energy INTEGER NOT NULL, rate1 INTEGER, rate2 INTEGER, rate3 INTEGER,
  rate4 INTEGER, heard INTEGER NOT NULL, PRIMARY KEY(meter, day)) STRICT, WITHOUT ROWID;
CREATE TABLE meter_event(meter TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL, began TEXT NOT NULL, ended TEXT NOT NULL,
  snapshot TEXT NOT NULL, heard INTEGER NOT NULL, PRIMARY KEY(meter, kind, number)) STRICT, WITHOUT ROWID;
CREATE INDEX meter_event_heard ON meter_event(meter, heard);
CREATE TABLE remote_account(account INTEGER NOT NULL PRIMARY KEY, meter TEXT NOT NULL, state TEXT NOT NULL, alarm INTEGER NOT NULL,
  overdraft INTEGER NOT NULL, close_above INTEGER NOT NULL, close_directly INTEGER NOT NULL, friendly TEXT NOT NULL,
  standing TEXT NOT NULL, charged_to TEXT NOT NULL, trouble TEXT NOT NULL, ordered TEXT NOT NULL, changed INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
CREATE TABLE day_charge(account INTEGER NOT NULL, day TEXT NOT NULL, used INTEGER NOT NULL, rate1 INTEGER, rate2 INTEGER,
  rate3 INTEGER, rate4 INTEGER, amount INTEGER NOT NULL, estimated INTEGER NOT NULL, plan TEXT NOT NULL, plan_version TEXT NOT NULL,
  entry TEXT NOT NULL, PRIMARY KEY(account, day)) STRICT, WITHOUT ROWID;
CREATE TABLE occupant(service_point TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, identity TEXT NOT NULL,
  phone TEXT NOT NULL, moved_in TEXT NOT NULL, moved_out TEXT NOT NULL, PRIMARY KEY(service_point, number)) STRICT, WITHOUT ROWID;
CREATE TABLE meter_parameter(meter TEXT NOT NULL, item TEXT NOT NULL, wanted TEXT NOT NULL, held TEXT NOT NULL, heard INTEGER,
  command INTEGER NOT NULL, PRIMARY KEY(meter, item)) STRICT, WITHOUT ROWID;
)sql";

/// The key office and the counters: two programs, two books, and what the one tells the other.
constexpr std::string_view partners = R"sql(
CREATE TABLE partner(name TEXT NOT NULL PRIMARY KEY, address TEXT NOT NULL, public_key TEXT NOT NULL, receiving_key TEXT NOT NULL,
  messages INTEGER NOT NULL, last TEXT NOT NULL, messages_before INTEGER NOT NULL, since INTEGER NOT NULL, first TEXT NOT NULL, second TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
CREATE TABLE office_message(number INTEGER NOT NULL PRIMARY KEY, time INTEGER NOT NULL, previous TEXT NOT NULL, body TEXT NOT NULL,
  signature TEXT NOT NULL, digest TEXT NOT NULL) STRICT, WITHOUT ROWID;
)sql";

/// Who handles keys, by the pairs in their own tokens.
constexpr std::string_view key_people = R"sql(
CREATE TABLE key_person(person TEXT NOT NULL, number INTEGER NOT NULL, role TEXT NOT NULL, public_key TEXT NOT NULL, origin TEXT NOT NULL,
  first TEXT NOT NULL, second TEXT NOT NULL, first_signature TEXT NOT NULL, second_signature TEXT NOT NULL, made INTEGER NOT NULL,
  state TEXT NOT NULL, ended INTEGER, PRIMARY KEY(person, number)) STRICT, WITHOUT ROWID;
)sql";

/// Lists are walked by indexes: each is declared beside the sort or the filter that it serves (store/view_orders.cpp).
const std::string& lists() {
  static const std::string sql = indexes_of_orders();
  return sql;
}

const std::string_view all[] = {
    books_of_the_first_release,
    customers_by_identity,
    statements_by_progress,
    keys,
    links,
    collection,
    queue_by_time,
    rooms,
    partners,
    key_people,
    lists(),
};

}  // namespace

std::span<const std::string_view> migrations() { return all; }

Result<void> migrate(Connection& connection) {
  TRY(version, connection.number("PRAGMA user_version"));
  const auto known = static_cast<std::int64_t>(std::size(all));
  if (version > known)
    return error(Fault::refused, "books_of_newer_program",
                 fmt::format("These books were written by a newer program (version {}, this program knows {}). Nothing was changed. "
                             "Start the newer program.", version, known),
                 {{"version", std::to_string(version)}, {"known", std::to_string(known)}});
  return version == known ? Result<void>(Done{}) : migrate_to(connection, known);
}

Result<void> migrate_to(Connection& connection, std::int64_t to) {
  TRY(version, connection.number("PRAGMA user_version"));
  MUST(connection.run("BEGIN IMMEDIATE"));
  for (auto next = version; next < to; ++next) {
    auto done = connection.run(std::string(all[static_cast<std::size_t>(next)]));
    if (!done) {
      static_cast<void>(connection.run("ROLLBACK"));
      return done;
    }
  }
  MUST(connection.run(fmt::format("PRAGMA user_version={}", to)));
  return connection.run("COMMIT");
}

}  // namespace kwota::store
