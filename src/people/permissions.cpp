#include "people/permissions.h"

#include <algorithm>
#include <array>

#include "base/cause.h"
#include "base/text/parts.h"

namespace kwota::people {
namespace {

constexpr std::array<std::string_view, role_count> role_names{"cashier", "supervisor", "manager", "technician", "auditor", "administrator",
                                                               "key_officer", "key_manager", "security_auditor", "outlet"};

constexpr Grant _ = Grant::no, Y = Grant::yes, O = Grant::own, S = Grant::second;

// ko: key officer, km: key manager, sa: security auditor, ou: a client of an outlet, named only where it may do something
//                                        cashier  supervisor  manager  technician  auditor  administrator  ko  km  sa  ou
constexpr std::array table{
    Permission{"own_password",            {Y,      Y,          Y,       Y,          Y,       Y,             Y,  Y,  Y}},
    Permission{"shift_own",               {Y,      Y,          _,       _,          _,       _,             _,  _,  _}},
    Permission{"shift_other",             {_,      Y,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"accept_difference",       {_,      Y,          Y,       _,          _,       _,             _,  _,  _}},
    Permission{"sell",                    {Y,      Y,          _,       _,          _,       _,             _,  _,  _}},
    Permission{"reprint",                 {O,      Y,          Y,       _,          Y,       _,             _,  _,  _}},
    Permission{"open_account",            {Y,      Y,          _,       _,          _,       _,             _,  _,  _}},
    Permission{"take_back_own",           {S,      Y,          _,       _,          _,       _,             _,  _,  _}},
    Permission{"take_back",               {_,      S,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"pay_out",                 {S,      Y,          _,       _,          _,       _,             _,  _,  _}},
    Permission{"supplement",              {_,      S,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"close_account",           {S,      Y,          _,       _,          _,       _,             _,  _,  _}},
    // At a till, because a slip says it: the technician hands in what he read, the supervisor books it, the manager agrees.
    Permission{"swap_meter",              {_,      S,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"change_scheme",           {_,      S,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"transfer_account",        {S,      S,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"claim_debt",              {S,      Y,          _,       _,          _,       _,             _,  _,  _}},
    Permission{"write_off",               {_,      S,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"debts_write",             {_,      S,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"replace_card",            {Y,      Y,          _,       _,          _,       _,             _,  _,  _}},
    Permission{"settle",                  {Y,      Y,          _,       Y,          _,       _,             _,  _,  _}},
    Permission{"block",                   {_,      Y,          Y,       _,          _,       _,             _,  _,  _}},
    Permission{"unblock",                 {_,      S,          Y,       _,          _,       _,             _,  _,  _}},
    Permission{"customers_read",          {Y,      Y,          Y,       Y,          Y,       _,             _,  _,  _}},
    Permission{"customers_write",         {_,      Y,          Y,       _,          _,       _,             _,  _,  _}},
    Permission{"change_account",          {_,      S,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"meters_read",             {Y,      Y,          Y,       Y,          Y,       _,             _,  _,  _}},
    Permission{"meters_write",            {_,      _,          _,       Y,          _,       _,             _,  _,  _}},
    // Boxes of blank cards come to whoever hands cards out, or to the store.
    Permission{"card_stock_write",        {_,      Y,          Y,       Y,          _,       _,             _,  _,  _}},
    Permission{"merge_customers",         {_,      _,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"import",                  {_,      _,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"tariffs_read",            {Y,      Y,          Y,       Y,          Y,       _,             _,  _,  _}},
    Permission{"tariffs_draft",           {_,      _,          Y,       _,          _,       _,             _,  _,  _}},
    Permission{"tariffs_publish",         {_,      _,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"codes_read",              {Y,      Y,          Y,       Y,          Y,       Y,             Y,  Y,  Y}},
    Permission{"codes_write",             {_,      _,          Y,       Y,          _,       _,             _,  _,  _}},
    Permission{"tool_cards",              {_,      _,          _,       S,          _,       _,             _,  _,  _}},
    Permission{"links_write",             {_,      _,          _,       Y,          _,       _,             _,  _,  _}},
    Permission{"remote_orders",           {_,      Y,          Y,       Y,          _,       _,             _,  _,  _}},
    Permission{"balances_write",          {_,      Y,          Y,       _,          _,       _,             _,  _,  _}},
    Permission{"meter_parameters",        {_,      Y,          Y,       Y,          _,       _,             _,  _,  _}},
    Permission{"meter_limits",            {_,      S,          S,       S,          _,       _,             _,  _,  _}},
    Permission{"pay_over",                {_,      S,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"purse_apply",             {Y,      Y,          Y,       _,          _,       _,             _,  _,  _}},
    Permission{"purse_grant",             {_,      Y,          Y,       _,          _,       _,             _,  _,  _}},
    Permission{"release_lock",            {_,      S,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"take_over_card",          {_,      S,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"handheld_import",         {_,      Y,          Y,       Y,          _,       _,             _,  _,  _}},
    Permission{"handheld_certify",        {_,      _,          S,       S,          _,       _,             _,  _,  _}},
    Permission{"occupants_write",         {Y,      Y,          Y,       _,          _,       _,             _,  _,  _}},
    Permission{"collection_write",        {_,      _,          _,       Y,          _,       _,             _,  _,  _}},
    // Who reads meters types what he read; who answers for the figures releases them.
    Permission{"readings_write",          {_,      Y,          _,       Y,          _,       _,             _,  _,  _}},
    Permission{"readings_review",         {_,      Y,          Y,       _,          _,       _,             _,  _,  _}},
    // Who goes says what he found; ordered by whoever answers for the lists.
    Permission{"visits_write",            {_,      Y,          Y,       Y,          _,       _,             _,  _,  _}},
    Permission{"exceptions_explain",      {_,      _,          Y,       Y,          _,       _,             _,  _,  _}},
    Permission{"sales_read",              {O,      Y,          Y,       O,          Y,       _,             _,  _,  _}},
    Permission{"statements_read",         {_,      Y,          Y,       Y,          Y,       _,             _,  _,  _}},
    Permission{"shifts_read",             {O,      Y,          Y,       _,          Y,       _,             _,  _,  _}},
    Permission{"ledger_read",             {_,      _,          Y,       _,          Y,       _,             _,  _,  _}},
    // What his own station's tenders, debts and months come to is a supervisor's too; who sees one station sees nothing of the others.
    Permission{"reports_read",            {_,      Y,          Y,       _,          Y,       _,             _,  _,  _}},
    Permission{"personal_export",         {_,      Y,          Y,       _,          Y,       _,             _,  _,  _}},
    // Float, limits and commission of who sells for the utility; his clients' keys are doors of the program.
    Permission{"outlets_read",            {_,      Y,          Y,       _,          Y,       Y,             _,  _,  _}},
    Permission{"outlets_write",           {_,      _,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"outlet_clients",          {_,      _,          _,       _,          _,       Y,             _,  _,  _}},
    Permission{"outlet_sell",             {_,      _,          _,       _,          _,       _,             _,  _,  _,  Y}},
    // A number of an invoice is void, and money on a credit note, only by two.
    Permission{"invoices_read",           {O,      Y,          Y,       _,          Y,       _,             _,  _,  _}},
    Permission{"invoices_write",          {Y,      Y,          _,       _,          _,       _,             _,  _,  _}},
    Permission{"invoices_void",           {_,      S,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"invoice_series_write",    {_,      _,          Y,       _,          _,       _,             _,  _,  _}},
    // Shared is what others find in their menu; each who opens it sees what he himself may see.
    Permission{"queries",                 {_,      Y,          Y,       Y,          Y,       _,             _,  _,  _}},
    Permission{"queries_share",           {_,      _,          Y,       _,          Y,       _,             _,  _,  _}},
    Permission{"approvals",               {_,      Y,          Y,       _,          _,       Y,             _,  Y,  _}},
    Permission{"operators_read",          {_,      _,          _,       _,          Y,       Y,             _,  _,  _}},
    Permission{"operators_write",         {_,      _,          _,       _,          _,       Y,             _,  _,  _}},
    Permission{"operators_money",         {_,      _,          S,       _,          _,       S,             _,  _,  _}},
    Permission{"people_countersign",      {_,      _,          Y,       _,          Y,       _,             _,  _,  _}},
    Permission{"stations_read",           {Y,      Y,          Y,       Y,          Y,       Y,             Y,  Y,  Y}},
    Permission{"stations_write",          {_,      _,          _,       _,          _,       Y,             _,  _,  _}},
    Permission{"settings_read",           {_,      Y,          Y,       _,          Y,       Y,             _,  _,  _}},
    Permission{"settings_write",          {_,      _,          S,       _,          _,       S,             _,  _,  _}},
    Permission{"key_office",              {_,      _,          S,       _,          _,       _,             _,  _,  _}},
    Permission{"jobs",                    {O,      O,          Y,       O,          Y,       Y,             _,  _,  _}},
    Permission{"jobs_all",                {_,      _,          Y,       _,          _,       Y,             _,  _,  _}},
    Permission{"notices",                 {Y,      Y,          Y,       Y,          Y,       Y,             _,  _,  _}},
    // Letters name customers and what they paid; who keeps the relay running sends again what failed.
    Permission{"letters_read",            {_,      Y,          Y,       _,          Y,       Y,             _,  _,  _}},
    Permission{"letters_write",           {_,      _,          Y,       _,          _,       Y,             _,  _,  _}},
    Permission{"month_close",             {_,      _,          Y,       _,          _,       _,             _,  _,  _}},
    Permission{"backup",                  {_,      _,          _,       _,          _,       Y,             _,  _,  _}},
    Permission{"restore",                 {_,      _,          _,       _,          _,       S,             _,  _,  _}},
    Permission{"archive",                 {_,      _,          _,       _,          _,       S,             _,  _,  _}},
    Permission{"audit_read",              {_,      _,          _,       _,          Y,       Y,             _,  _,  _}},
    Permission{"verify",                  {_,      _,          _,       _,          Y,       Y,             _,  _,  Y}},
    Permission{"keys_read",               {_,      _,          _,       _,          _,       _,             Y,  Y,  Y}},
    Permission{"key_journal_read",        {_,      _,          _,       _,          _,       _,             _,  Y,  Y}},
    Permission{"key_ceremony",            {_,      _,          _,       _,          _,       _,             Y,  Y,  _}},
    Permission{"key_ceremony_begin",      {_,      _,          _,       _,          _,       _,             _,  Y,  _}},
    Permission{"key_cards",               {_,      _,          _,       _,          _,       _,             _,  S,  _}},
    Permission{"key_devices",             {_,      _,          _,       _,          _,       _,             _,  Y,  _}},
    Permission{"key_export",              {_,      _,          _,       _,          _,       _,             _,  S,  _}},
    Permission{"key_void",                {_,      _,          _,       _,          _,       _,             _,  S,  _}},
    Permission{"key_destroy",             {_,      _,          _,       _,          _,       _,             _,  S,  _}},
    Permission{"key_campaign",            {_,      _,          _,       _,          _,       _,             _,  S,  _}},
    Permission{"key_backup",              {_,      _,          _,       _,          _,       _,             _,  S,  _}},
    Permission{"key_people",              {_,      _,          _,       _,          _,       _,             _,  S,  _}},
    Permission{"meter_keys",              {_,      _,          _,       S,          _,       _,             _,  Y,  _}},
    // Sample cards, meters and their clock; only in sample books. Who only reads touches nothing there either.
    Permission{"bench",                   {Y,      Y,          Y,       Y,          _,       Y,             Y,  Y,  _}},
};

/// Each right has its line, at the place of its word.
consteval bool in_order() {
  for (std::size_t at = 0; at < table.size(); ++at)
    if (table[at].right.place() != at) return false;
  return table.size() == books::right_words.size();
}
static_assert(in_order());

/// Keys stand apart from selling: whoever forms or uses keys neither sells nor keeps operators nor checks the money; whoever
/// checks the keys does nothing with them.
constexpr std::array key_roles{Role::key_officer, Role::key_manager, Role::security_auditor};

}  // namespace

std::string_view name_of(Role role) { return role_names[static_cast<std::size_t>(role)]; }

bool handles_keys(Role role) { return std::find(key_roles.begin(), key_roles.end(), role) != key_roles.end(); }

std::string_view name_of(Grant grant) {
  constexpr std::array<std::string_view, 4> names{"no", "own", "second", "yes"};
  return names[static_cast<std::size_t>(grant)];
}

Result<std::vector<Role>> parse_roles(std::string_view text) {
  std::vector<Role> out;
  for (const auto name : parts_of(text)) {
    const auto at = std::find(role_names.begin(), role_names.end(), name);
    if (at == role_names.end())
      return error(Fault::request, "unknown_role", "There is no such role; choose one of the list.", {{"role", std::string{name}}});
    out.push_back(static_cast<Role>(at - role_names.begin()));
  }
  return out;
}

std::span<const Permission> matrix() { return table; }

Grant granted(const books::Operator& who, Right right) {
  const auto roles = parse_roles(who.roles);
  if (!roles.ok() || who.state != books::OperatorStatus::active) return Grant::no;
  Grant best = Grant::no;
  for (const auto role : *roles) best = std::max(best, table[right.place()].grants[static_cast<std::size_t>(role)]);
  return best;
}

Grant best_granted(const books::Operator& who, Rights rights) {
  Grant best = Grant::no;
  for (std::size_t at = 0; at < rights.size(); ++at) best = std::max(best, granted(who, rights[at]));
  return best;
}

Result<Grant> require(const books::Operator& who, Right right) {
  const Grant grant = granted(who, right);
  if (grant == Grant::no)
    return error(Fault::refused, Cause::permission_denied, "This operator may not do that; nothing was changed. A supervisor can.",
                 {{"permission", std::string(right.word())}});
  return grant;
}

std::vector<Right> permissions_of(const books::Operator& who) {
  std::vector<Right> out;
  for (const auto& row : table)
    if (granted(who, row.right) != Grant::no) out.push_back(row.right);
  return out;
}

bool is_outlet(const books::Operator& who) { return who.roles == name_of(Role::outlet); }

std::string outlet_of(const books::Operator& who) { return is_outlet(who) ? who.name.substr(0, who.name.find('.')) : std::string{}; }

Result<void> compatible(std::span<const Role> roles) {
  const auto has = [&](Role role) { return std::find(roles.begin(), roles.end(), role) != roles.end(); };
  if (has(Role::outlet))
    return error(Fault::request, "role_of_no_person", "An outlet's clients sign what they send; nobody signs in as one. Nothing was changed.", {{"role", std::string(name_of(Role::outlet))}});
  const bool handles_money = has(Role::cashier) || has(Role::supervisor) || has(Role::manager);
  const bool with_keys = std::ranges::any_of(roles, [](Role role) { return handles_keys(role); });
  const bool alone = has(Role::auditor) || has(Role::security_auditor);
  if ((has(Role::administrator) && handles_money) || (alone && roles.size() > 1) ||
      (with_keys && (handles_money || has(Role::administrator))))
    return error(Fault::refused, "roles_exclude_each_other",
                 "An administrator handles no money, an auditor changes nothing, and who handles keys neither sells nor keeps operators; "
                 "give these roles to two people.");
  return Done{};
}

}  // namespace kwota::people
