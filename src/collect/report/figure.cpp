#include "collect/report/figure.h"

#include <algorithm>
#include <unordered_map>

#include "books/parts/tender.h"

namespace kwota::report {
namespace {

constexpr std::string_view day_sheet = "day_sheet", money_sheet = "money_sheet";
constexpr std::string_view receipts = "receipts", openings = "openings", supplies = "supplies", counts = "counts", wells_there = "wells_there", water_used = "water_used", debts_moved = "debts_moved", debts_noted = "debts_noted", outlets_moved = "outlets_moved", months_closed = "months_closed", months_open = "open_months", purse_money = "purse_money";
constexpr std::string_view stood_purses = "purses_stood";
constexpr std::string_view taxes = "tax_sheet", doubts = "doubts", area_losses = "area_losses", meters = "meters_there", documents = "documents", ways = "ways";
constexpr std::string_view days_left = "days_left", silent = "silent", suspicion = "suspicion", seasons = "seasons", differing = "wells_differing", fault = "fault_energy", farmers = "silent_farmers";
constexpr std::string_view visits = "visits_made", visit_reasons = "visit_reasons", loss_suspects = "loss_suspects", in_transit = "in_transit", step_lines = "step_lines";
constexpr std::string_view tender = "tender/";
/// What somebody carries to the bank, and what comes there by itself (sell/ledger/tender.cpp says the same of each; a test holds them together).
constexpr std::string_view bankable_tenders = "tender/cash tender/cheque", other_tenders = "tender/card tender/transfer tender/wallet tender/outlet";
constexpr std::string_view sold = "open recharge", paid = "open recharge replacement payment claim_payment";
constexpr std::string_view booked = "open recharge supplement take_back deduct replacement closing refund payment payment_back claim claim_payment write_off paid_over release taken_over swap transfer change_scheme";
constexpr std::string_view emptied = "surrendered cleared";
constexpr std::string_view corrected = "supplement deduct take_back closing refund payment_back", paid_out = "refund payment_back";

/// A claim is raised by itself, at the end of a supply, and where a meter goes to somebody else (facts/debts.cpp says the same of each); by what it is paid, or that is undone.
constexpr std::string_view claim_raisers = "claim refund transfer";
constexpr std::string_view claim_movers = "open recharge replacement payment payment_back claim_payment reversed settle take_back deduct closing swap change_scheme surrendered cleared";
/// By what a debt by name is paid, or that is undone.
constexpr std::string_view debt_movers = "open recharge replacement payment payment_back claim claim_payment reversed settle take_back deduct closing refund transfer swap change_scheme surrendered cleared";

constexpr Figure count_of(std::string_view name, std::string_view kinds, std::string_view undoing = {}) {
  return {.name = name, .unit = Unit::count, .sheet = day_sheet, .column = "count", .sign = 1, .kinds = kinds, .undoing = undoing, .accounts = {}};
}
constexpr Figure sum_of(std::string_view name, std::string_view kinds = {}, std::string_view column = {}, int sign = 1) {
  return {.name = name, .unit = Unit::money, .sheet = day_sheet, .column = column.empty() ? name : column, .sign = sign, .kinds = kinds, .undoing = {}, .accounts = {}};
}
constexpr Figure posted(std::string_view name, std::string_view accounts, std::string_view kinds, std::string_view undoing = {}, int sign = 1) {
  return {.name = name, .unit = Unit::money, .sheet = money_sheet, .column = "amount", .sign = sign, .kinds = kinds, .undoing = undoing, .accounts = accounts};
}
constexpr Figure postings(std::string_view name, std::string_view accounts, std::string_view kinds, std::string_view undoing = {}) {
  return {.name = name, .unit = Unit::count, .sheet = money_sheet, .column = "count", .sign = 1, .kinds = kinds, .undoing = undoing, .accounts = accounts};
}

/// As it was booked, whatever became of it.
constexpr Figure as_booked(std::string_view name, std::string_view column, std::string_view kinds) {
  return {.name = name, .unit = Unit::money, .sheet = day_sheet, .column = column, .sign = 1, .kinds = kinds, .undoing = "-", .accounts = {}};
}
/// The same of what gives or takes back without a sale.
constexpr Figure corrected_units(std::string_view name, std::string_view column, Unit unit) {
  return {.name = name, .unit = unit, .sheet = day_sheet, .column = column, .sign = 1, .kinds = corrected, .undoing = {}, .accounts = {}};
}
/// Units of what was booked, and the money for them; a money scheme sells none.
constexpr Figure units_of(std::string_view name, std::string_view column, Unit unit) {
  return {.name = name, .unit = unit, .sheet = day_sheet, .column = column, .sign = 1, .kinds = sold, .undoing = {}, .accounts = {}, .zero_unsaid = unit != Unit::money};
}
/// Of what no sheet keeps.
constexpr Figure fact(std::string_view sheet, std::string_view name, std::string_view column, Unit unit, std::string_view kinds = {}) {
  return {.name = name, .unit = unit, .sheet = sheet, .column = column, .sign = 1, .kinds = kinds, .undoing = {}, .accounts = {}};
}
/// The same where a row may not know it: `by` is the column that says whether it does.
constexpr Figure said(std::string_view by, Figure figure) {
  figure.said_by = by;
  return figure;
}
/// Of what was used at wells: a meter of which no record came says nothing.
constexpr Figure told_by_records(std::string_view name, std::string_view column, Unit unit) {
  return said("read", fact(water_used, name, column, unit));
}
/// Of losses: an area without a figure says nothing, nor does one of energy of volumes.
constexpr Figure of_area(std::string_view name, std::string_view column, Unit unit) {
  return said(unit == Unit::energy ? "judged_energy" : "judged_volume", fact(area_losses, name, column, unit));
}
/// Of taxes: "-" those that were taken, "*" those that were given back.
constexpr Figure of_tax(std::string_view name, std::string_view column, std::string_view undoing = {}, Unit unit = Unit::money) {
  return {.name = name, .unit = unit, .sheet = taxes, .column = column, .sign = 1, .kinds = {}, .undoing = undoing, .accounts = {}};
}
/// Of receipts: money that went back to the customer.
constexpr Figure given_back(std::string_view name, std::string_view kinds) {
  return {.name = name, .unit = Unit::money, .sheet = receipts, .column = "money", .sign = -1, .kinds = kinds, .undoing = {}, .accounts = {}};
}

constexpr Figure figure_table[] = {
    // What was booked.
    count_of("sales", sold),
    count_of("reversals", "reversed take_back", sold),
    // Supplies that bought, each once a month, or once a year, under what it bought first: their sum over any groups is how many they are.
    Figure{.name = "customers", .unit = Unit::count, .sheet = day_sheet, .column = "fresh_in_month", .year_column = "fresh_in_year"},
    count_of("supplements", "supplement"),
    count_of("deductions", "deduct"),
    count_of("payments", "payment claim_payment"),
    // What came in, and what it was for; with what was undone, which is negative on its own day.
    sum_of("received"),
    sum_of("energy"),
    sum_of("tax"),
    sum_of("tax_inside"),
    // What was sold as it was booked, by the unit that the meter counts; what of the net energy is paid for them makes the mean price.
    units_of("units_energy", "units_energy", Unit::energy),
    units_of("units_volume", "units_volume", Unit::volume),
    units_of("units_energy_paid", "paid_energy", Unit::money),
    units_of("units_volume_paid", "paid_volume", Unit::money),
    sum_of("fees"),
    sum_of("fixed"),
    sum_of("debt"),
    sum_of("balance"),
    sum_of("written_off"),
    sum_of("transferred"),
    sum_of("supplemented"),
    // How the prepaid liability moves.
    sum_of("prepaid"),
    sum_of("prepaid_first", "open", "prepaid"),
    sum_of("prepaid_recharged", "recharge", "prepaid"),
    sum_of("prepaid_given", "supplement", "prepaid"),
    sum_of("prepaid_cleared", "cleared", "prepaid"),
    sum_of("prepaid_taken_over", "swap transfer change_scheme", "prepaid"),
    sum_of("prepaid_brought", "opening_balance", "prepaid"),
    sum_of("prepaid_proven_by_cards", "taken_over", "prepaid"),
    sum_of("prepaid_deducted", "deduct", "prepaid", -1),
    sum_of("prepaid_surrendered", "surrendered", "prepaid", -1),
    sum_of("prepaid_used", "watered", "prepaid", -1),
    sum_of("prepaid_undone", "reversed take_back settle", "prepaid", -1),
    // Of the liability, what meters used: known when a month is closed.
    fact(months_closed, "consumed", "consumption", Unit::money),
    fact(months_open, "not_posted", "not_posted", Unit::money),
    fact(months_open, "used_by_meters", "used", Unit::money),
    // The same of farmers' cards, as the ledger has it; and as receipts and waterings have it.
    Figure{.name = "prepaid_on_purses", .unit = Unit::money, .sheet = day_sheet, .column = "prepaid", .sign = 1, .kinds = {}, .undoing = {}, .accounts = "purse"},
    fact(purse_money, "purses_in_force", "in_force", Unit::money),
    fact(purse_money, "purses_waiting", "waiting", Unit::money),
    // Purse by purse between two days.
    fact(stood_purses, "card_money_opening", "opening", Unit::money),
    fact(stood_purses, "card_money_came", "came", Unit::money),
    fact(stood_purses, "card_money_went", "went", Unit::money),
    fact(stood_purses, "card_money_in_force", "in_force", Unit::money),
    fact(stood_purses, "card_money_waiting", "waiting", Unit::money),
    // Money where it moved.
    posted("tendered_in", tender, paid),
    posted("tendered_reversed", tender, "reversed"),
    posted("tendered_out", tender, "refund payment_back"),
    posted("tendered", tender, {}),
    postings("tendered_payments", tender, paid),
    posted("tendered_bankable", bankable_tenders, {}),
    posted("tendered_not_bankable", other_tenders, {}),
    posted("received_cash", "tender/cash", {}),
    posted("received_card", "tender/card", {}),
    posted("received_transfer", "tender/transfer", {}),
    posted("received_cheque", "tender/cheque", {}),
    posted("received_wallet", "tender/wallet", {}),
    posted("received_outlet", "tender/outlet", {}),
    posted("taxed", "tax/", {}, "-", -1),
    posted("tax_undone", "tax/", {}, "*", -1),
    posted("tax_posted", "tax/", {}, {}, -1),
    postings("tax_postings", "tax/", {}, "-"),
    posted("posted", {}, {}),
    // Claims against customers, whose balance no meter holds any more.
    posted("claims", "claim", {}),
    posted("claims_raised", "claim", claim_raisers),
    posted("claims_recovered", "claim", claim_movers, {}, -1),
    posted("claims_written_off", "claim", "write_off", {}, -1),
    // What customers owe: debts by name as they were raised and as interest was charged on them, claims as the ledger has them, and what was paid of both.
    fact(debts_noted, "debts_noted", "amount", Unit::money),
    posted("debts_paid", "debt", debt_movers, {}, -1),
    posted("owed_written_off", "debt claim", "write_off", {}, -1),
    posted("owed_lowered", "debt claim", {}, {}, -1),
    // What receipts one by one are held against.
    as_booked("received_booked", "received", sold),
    as_booked("opened_booked", "received", "open"),
    as_booked("given_booked", "supplemented", "supplement"),
    count_of("first_sales_booked", "open"),
    count_of("corrections_booked", corrected),
    sum_of("paid_out_booked", paid_out, "received", -1),
    count_of("receipts_booked", booked),
    sum_of("emptied_booked", emptied, "prepaid", -1),
    corrected_units("corrected_energy_booked", "units_energy", Unit::energy),
    corrected_units("corrected_volume_booked", "units_volume", Unit::volume),
    // Receipts one by one.
    fact(receipts, "sold_sales", "count", Unit::count, sold),
    Figure{.name = "sold_energy", .unit = Unit::energy, .sheet = receipts, .column = "energy", .sign = 1, .kinds = sold, .undoing = {}, .accounts = {}, .zero_unsaid = true},
    Figure{.name = "sold_volume", .unit = Unit::volume, .sheet = receipts, .column = "volume", .sign = 1, .kinds = sold, .undoing = {}, .accounts = {}, .zero_unsaid = true},
    fact(receipts, "sold_credit", "credit", Unit::money, sold),
    fact(receipts, "sold_money", "money", Unit::money, sold),
    fact(receipts, "corrections", "count", Unit::count, corrected),
    fact(receipts, "corrected_energy", "energy", Unit::energy, corrected),
    fact(receipts, "corrected_volume", "volume", Unit::volume, corrected),
    fact(receipts, "corrected_credit", "credit", Unit::money, corrected),
    given_back("corrected_back", "take_back deduct"),
    given_back("corrected_paid_out", paid_out),
    fact(receipts, "corrected_emptied", "emptied", Unit::money, emptied),
    fact(receipts, "acted", "count", Unit::count, booked),
    fact(receipts, "acted_take_backs", "count", Unit::count, "take_back deduct"),
    fact(receipts, "acted_supplements", "count", Unit::count, "supplement"),
    fact(receipts, "acted_pay_outs", "count", Unit::count, "refund payment_back"),
    fact(receipts, "acted_reprints", "reprints", Unit::count),
    fact(receipts, "acted_alone", "one_hand", Unit::count),
    fact(receipts, "acted_overrides", "overrides", Unit::count),
    fact(receipts, "acted_agreed", "agreed", Unit::count),
    fact(receipts, "acted_night", "night", Unit::count),
    fact(receipts, "acted_again", "again", Unit::count),
    fact(receipts, "given_credit", "credit", Unit::money, "supplement"),
    // Accounts as they were opened.
    fact(openings, "new_customers", "count", Unit::count),
    fact(openings, "first_sales", "sales", Unit::count),
    fact(openings, "first_money", "money", Unit::money),
    fact(openings, "first_energy", "energy", Unit::energy),
    fact(openings, "first_volume", "volume", Unit::volume),
    fact(openings, "first_credit", "credit", Unit::money),
    // The register of accounts between two days.
    fact(supplies, "supplies_opening", "opening", Unit::count),
    fact(supplies, "supplies_opened", "opened", Unit::count),
    fact(supplies, "supplies_closed", "closed", Unit::count),
    fact(supplies, "supplies_moved", "moved", Unit::count),
    fact(supplies, "supplies_closing", "closing", Unit::count),
    fact(supplies, "supplies_active", "active", Unit::count),
    fact(supplies, "supplies_silent", "silent", Unit::count),
    fact(supplies, "supplies_in_debt", "in_debt", Unit::count),
    // Debts by name between two days.
    fact(debts_moved, "debts_opening", "opening", Unit::money),
    fact(debts_moved, "debts_raised", "raised", Unit::money),
    fact(debts_moved, "debts_interest", "interest", Unit::money),
    fact(debts_moved, "debts_recovered", "recovered", Unit::money),
    fact(debts_moved, "debts_written_off", "written_off", Unit::money),
    fact(debts_moved, "debts_closing", "closing", Unit::money),
    fact(debts_moved, "debts_age_30", "age_30", Unit::money),
    fact(debts_moved, "debts_age_90", "age_90", Unit::money),
    fact(debts_moved, "debts_age_365", "age_365", Unit::money),
    fact(debts_moved, "debts_age_over", "age_over", Unit::money),
    // Outlets between two days.
    fact(outlets_moved, "outlet_opening", "opening", Unit::money),
    fact(outlets_moved, "outlet_topped_up", "topped_up", Unit::money),
    fact(outlets_moved, "outlet_withdrawn", "withdrawn", Unit::money),
    fact(outlets_moved, "outlet_sales", "sales", Unit::count),
    fact(outlets_moved, "outlet_sold", "sold", Unit::money),
    fact(outlets_moved, "outlet_given_back", "given_back", Unit::money),
    fact(outlets_moved, "outlet_netted", "netted", Unit::money),
    fact(outlets_moved, "outlet_closing", "closing", Unit::money),
    fact(outlets_moved, "outlet_owed_before", "owed_before", Unit::money),
    fact(outlets_moved, "outlet_earned", "earned", Unit::money),
    fact(outlets_moved, "outlet_settled", "settled", Unit::money),
    fact(outlets_moved, "outlet_owed", "owed", Unit::money),
    // The register of wells between two days.
    fact(wells_there, "wells_before", "before", Unit::count),
    fact(wells_there, "wells_new", "fresh", Unit::count),
    fact(wells_there, "wells_new_power", "fresh_power", Unit::power),
    fact(wells_there, "wells_there", "there", Unit::count),
    fact(wells_there, "wells_with_meter", "with_meter", Unit::count),
    fact(wells_there, "wells_without_meter", "without_meter", Unit::count),
    fact(wells_there, "wells_power", "power", Unit::power),
    fact(wells_there, "wells_users", "users", Unit::count),
    fact(wells_there, "wells_in_season", "in_season", Unit::count),
    fact(wells_there, "wells_silent", "silent", Unit::count),
    // What was used at wells.
    told_by_records("water_waterings", "waterings", Unit::count),
    told_by_records("water_users", "users", Unit::count),
    told_by_records("water_energy", "energy", Unit::energy),
    told_by_records("water_volume", "water", Unit::volume),
    told_by_records("water_money", "money", Unit::money),
    told_by_records("water_unsettled", "unsettled", Unit::money),
    told_by_records("water_register", "register_energy", Unit::energy),
    told_by_records("water_gap", "gap", Unit::energy),
    fact(water_used, "water_unread", "unread", Unit::count),
    fact(water_used, "water_estimated", "marked", Unit::count),
    fact(water_used, "water_settled", "settled_energy", Unit::energy),
    // Taxes, posted or inside the price.
    of_tax("tax_count", "count", "-", Unit::count),
    of_tax("tax_net", "net", "-"),
    of_tax("tax_gross", "gross", "-"),
    of_tax("tax_taken", "amount", "-"),
    of_tax("tax_back_count", "count", "*", Unit::count),
    of_tax("tax_back_net", "net", "*"),
    of_tax("tax_back", "amount", "*"),
    of_tax("tax_back_gross", "gross", "*"),
    of_tax("tax_whole", "amount"),
    of_tax("tax_of_ledger", "posted"),
    // What did not go straight.
    fact(doubts, "doubts_opening", "opening", Unit::count),
    fact(doubts, "doubts_opened", "opened", Unit::count),
    fact(doubts, "doubts_settled", "settled", Unit::count),
    fact(doubts, "doubts_open", "open", Unit::count),
    fact(doubts, "doubts_hours", "hours", Unit::count),
    fact(doubts, "doubts_reversed", "reversed", Unit::count),
    fact(doubts, "doubts_refused", "refused", Unit::count),
    fact(doubts, "doubts_money", "money", Unit::money),
    // Losses of areas.
    of_area("area_supplied", "supplied", Unit::energy),
    of_area("area_used", "used", Unit::energy),
    of_area("area_lost", "lost", Unit::energy),
    of_area("area_volume_supplied", "volume_supplied", Unit::volume),
    of_area("area_volume_used", "volume_used", Unit::volume),
    of_area("area_volume_lost", "volume_lost", Unit::volume),
    fact(area_losses, "area_meters", "meters", Unit::count),
    fact(area_losses, "area_unread", "unread", Unit::count),
    said("months", fact(area_losses, "area_judged", "judged", Unit::count)),
    fact(area_losses, "area_not_judged", "not_judged", Unit::count),
    // Meters on walls.
    fact(meters, "meters_opening", "opening", Unit::count),
    fact(meters, "meters_new", "fresh", Unit::count),
    fact(meters, "meters_gone", "gone", Unit::count),
    fact(meters, "meters_closing", "closing", Unit::count),
    fact(meters, "meters_swapped_in", "swapped_in", Unit::count),
    fact(meters, "meters_swapped_out", "swapped_out", Unit::count),
    fact(meters, "meters_age", "age_days", Unit::count),
    fact(meters, "meters_faults", "faults", Unit::count),
    fact(meters, "meters_due", "due", Unit::count),
    // Cards and receipt numbers.
    fact(documents, "cards_opening", "opening", Unit::count),
    fact(documents, "cards_issued", "issued", Unit::count),
    fact(documents, "cards_replaced", "replaced", Unit::count),
    fact(documents, "cards_closed", "closed", Unit::count),
    fact(documents, "cards_spoiled", "spoiled", Unit::count),
    fact(documents, "cards_closing", "closing", Unit::count),
    fact(documents, "cards_blocked", "blocked", Unit::count),
    fact(documents, "stock_opening", "stock_opening", Unit::count),
    fact(documents, "stock_received", "stock_received", Unit::count),
    fact(documents, "stock_moved", "stock_moved", Unit::count),
    fact(documents, "stock_issued", "stock_issued", Unit::count),
    fact(documents, "stock_spoiled", "stock_spoiled", Unit::count),
    fact(documents, "stock_difference", "stock_difference", Unit::count),
    fact(documents, "stock_closing", "stock_closing", Unit::count),
    fact(documents, "numbers_used", "used", Unit::count),
    fact(documents, "numbers_void", "voided", Unit::count),
    fact(documents, "numbers_missing", "missing", Unit::count),
    // The way of what was sold.
    fact(ways, "way_sold", "sold", Unit::count),
    fact(ways, "way_sealed", "sealed", Unit::count),
    fact(ways, "way_loaded", "loaded", Unit::count),
    fact(ways, "way_in_transit", "in_transit", Unit::count),
    fact(ways, "way_back", "back", Unit::count),
    fact(ways, "way_money_sold", "money_sold", Unit::money),
    fact(ways, "way_money_loaded", "money_loaded", Unit::money),
    fact(ways, "way_money_in_transit", "money_in_transit", Unit::money),
    fact(ways, "way_money_back", "money_back", Unit::money),
    fact(ways, "way_energy_sold", "energy_sold", Unit::energy),
    fact(ways, "way_energy_loaded", "energy_loaded", Unit::energy),
    fact(ways, "way_volume_sold", "volume_sold", Unit::volume),
    fact(ways, "way_volume_loaded", "volume_loaded", Unit::volume),
    fact(ways, "way_gap", "gap", Unit::count),
    said("told_energy", fact(ways, "way_energy_used", "energy_used", Unit::energy)),
    said("told_volume", fact(ways, "way_volume_used", "volume_used", Unit::volume)),
    said("told", fact(ways, "way_money_used", "money_used", Unit::money)),
    fact(ways, "way_unheard", "unheard", Unit::count),
    // Supplies as insight sees them.
    fact(days_left, "left_days", "days", Unit::count),
    fact(days_left, "left_days_low", "days_low", Unit::count),
    fact(days_left, "left_days_high", "days_high", Unit::count),
    fact(days_left, "left_known_days", "known_days", Unit::count),
    fact(days_left, "left_energy", "energy", Unit::energy),
    fact(days_left, "left_volume", "volume", Unit::volume),
    fact(days_left, "left_credit", "credit", Unit::money),
    fact(days_left, "left_daily_energy", "daily_energy", Unit::energy),
    fact(days_left, "left_daily_volume", "daily_volume", Unit::volume),
    fact(days_left, "left_daily_credit", "daily_credit", Unit::money),
    fact(days_left, "left_supplies", "count", Unit::count),
    fact(silent, "silent_supplies", "count", Unit::count),
    fact(silent, "silent_days", "silent_days", Unit::count),
    fact(silent, "silent_usual_gap", "usual_gap", Unit::count),
    fact(silent, "silent_gone_days", "gone_days", Unit::count),
    fact(silent, "silent_lost", "lost", Unit::money),
    fact(suspicion, "odd_supplies", "count", Unit::count),
    fact(suspicion, "odd_points", "points", Unit::count),
    // Visits, and what came of them; once each, and once for each reason.
    fact(visits, "visits_made", "made", Unit::count),
    fact(visits, "visits_hits", "hits", Unit::count),
    fact(visits, "visits_told", "told", Unit::count),
    fact(visits, "visits_not_met", "not_met", Unit::count),
    fact(visits, "visits_waiting", "waiting", Unit::count),
    fact(visits, "visits_dropped", "dropped", Unit::count),
    fact(visit_reasons, "reason_visits", "made", Unit::count),
    fact(visit_reasons, "reason_hits", "hits", Unit::count),
    fact(visit_reasons, "reason_told", "told", Unit::count),
    fact(visit_reasons, "reason_not_met", "not_met", Unit::count),
    // Losses of areas beside what is odd at their supplies.
    fact(loss_suspects, "suspects_lost", "lost", Unit::energy),
    fact(loss_suspects, "suspects_supplied", "supplied", Unit::energy),
    fact(loss_suspects, "suspects_usual", "usual", Unit::energy),
    fact(loss_suspects, "suspects_odd", "odd", Unit::count),
    fact(loss_suspects, "suspects_with_loss", "with_loss", Unit::count),
    fact(loss_suspects, "suspects_points", "points", Unit::count),
    // Credit that no meter has confirmed yet.
    fact(in_transit, "in_transit_sales", "count", Unit::count),
    fact(in_transit, "in_transit_energy", "energy", Unit::energy),
    fact(in_transit, "in_transit_volume", "volume", Unit::volume),
    fact(in_transit, "in_transit_credit", "credit", Unit::money),
    fact(in_transit, "in_transit_money", "money", Unit::money),
    // What was sold in each step of its plan.
    fact(step_lines, "step_lines", "count", Unit::count),
    fact(step_lines, "step_energy", "energy", Unit::energy),
    fact(step_lines, "step_volume", "volume", Unit::volume),
    fact(step_lines, "step_money", "money", Unit::money),
    // What wells and farmers show.
    fact(seasons, "season_waterings", "waterings", Unit::count),
    fact(seasons, "season_energy", "energy", Unit::energy),
    fact(seasons, "season_water", "water", Unit::volume),
    fact(seasons, "season_money", "money", Unit::money),
    fact(differing, "differs_by_records", "by_records", Unit::energy),
    fact(differing, "differs_by_register", "by_register", Unit::energy),
    fact(differing, "differs_gap", "gap", Unit::energy),
    fact(differing, "differs_size", "gap_size", Unit::energy),
    fact(fault, "fault_energy", "fault_energy", Unit::energy),
    fact(fault, "fault_of_energy", "energy", Unit::energy),
    fact(farmers, "farmer_days", "days", Unit::count),
    fact(farmers, "farmer_waterings", "waterings_before", Unit::count),
    fact(farmers, "farmer_neighbours", "neighbours", Unit::count),
    fact(farmers, "farmer_balance", "balance", Unit::money),
    // Shifts as they were counted.
    fact(counts, "shifts", "shifts", Unit::count),
    fact(counts, "shift_receipts", "receipts", Unit::count),
    fact(counts, "shift_float", "opening_float", Unit::money),
    fact(counts, "shift_received", "received", Unit::money),
    fact(counts, "shift_paid_out", "paid_out", Unit::money),
    fact(counts, "shift_drops", "drops", Unit::money),
    fact(counts, "shift_expected", "expected", Unit::money),
    fact(counts, "shift_counted", "counted", Unit::money),
    fact(counts, "over_short", "difference", Unit::money),
    fact(counts, "over_short_first", "first_difference", Unit::money),
    fact(counts, "over_short_posted", "posted", Unit::money),
    fact(counts, "shift_bankable", "bankable", Unit::money),
    fact(counts, "shift_not_bankable", "not_bankable", Unit::money),
};

/// Each tender has its figure.
static_assert(std::ranges::all_of(words_of(books::Tender{}), [](std::string_view word) {
  return std::ranges::any_of(figure_table, [&](const Figure& one) { return one.name.starts_with("received_") && one.name.substr(9) == word; });
}));

}  // namespace

std::span<const Figure> figures() { return figure_table; }

const Figure* figure_named(std::string_view name) {
  // A report asks for some dozens, and each is far down the table.
  static const auto by_name = [] {
    std::unordered_map<std::string_view, const Figure*> out;
    for (const auto& figure : figure_table) out.emplace(figure.name, &figure);
    return out;
  }();
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

}  // namespace kwota::report
