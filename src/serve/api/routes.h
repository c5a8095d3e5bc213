// The routes of the API by their subjects, one file each; together they are what openapi.json describes.
#pragma once
#include "serve/api/server_parts.h"
#include "serve/router/router.h"

namespace kwota::serve {

/// on(method, pattern, permission, act, kept): one route a line; `kept` as Route has it.
inline auto adding_to(Router& router, ServerParts& server) {
  return [&router, &server](std::string method, std::string pattern, Need need, auto act, AnswerKept kept = AnswerKept::for_repetition) {
    router.add({std::move(method), std::move(pattern), need,
                [&server, act](const CallPtr& call) { act(server, call); }, kept});
  };
}

void add_session_routes(Router& router, ServerParts& server);   ///< sign in, password, language, till
void add_second_factor_routes(Router& router, ServerParts& server);  ///< codes of one's own telephone
void add_counter_routes(Router& router, ServerParts& server);   ///< accounts, quotes, sales
void add_account_routes(Router& router, ServerParts& server);   ///< open, close, take back, supplement, replace, block
void add_clock_routes(Router& router, ServerParts& server);     ///< date and time confirmed, a clock that was wrong
void add_list_routes(Router& router, ServerParts& server);      ///< every list of the counters, and one row of it
void add_key_list_routes(Router& router, ServerParts& server);  ///< those of the key office
void add_shift_routes(Router& router, ServerParts& server);
void add_approval_routes(Router& router, ServerParts& server);  ///< the second person's word
void add_verify_route(Router& router, ServerParts& server);
void add_office_door_routes(Router& router, ServerParts& server);  ///< where the key office comes to the counters
void add_counters_routes(Router& router, ServerParts& server);  ///< which counters the key office works for
void add_receipt_routes(Router& router, ServerParts& server);   ///< receipts and closing slips
void add_print_routes(Router& router, ServerParts& server);     ///< prints and reprints, the printers of the tills
void add_drawer_routes(Router& router, ServerParts& server);    ///< drops to the safe, deposits, the sheet of a day
void add_invoice_routes(Router& router, ServerParts& server);   ///< invoices on plain paper and on forms, printers of forms
void add_register_routes(Router& router, ServerParts& server);  ///< service points, meters, places, stations, tills, codes
void add_customer_routes(Router& router, ServerParts& server);  ///< customers, drafts, files
void add_life_routes(Router& router, ServerParts& server);      ///< another meter, another customer
void add_scheme_routes(Router& router, ServerParts& server);    ///< from card to line, to the server, and back
void add_change_routes(Router& router, ServerParts& server);    ///< an open account's plan, class and people, from a day on
void add_plan_routes(Router& router, ServerParts& server);
void add_plan_preview_routes(Router& router, ServerParts& server);  ///< a version before it is one, and what somebody has begun to write
void add_operator_routes(Router& router, ServerParts& server);
void add_key_people_routes(Router& router, ServerParts& server);
void add_proof_routes(Router& router, ServerParts& server);       ///< a sale with its proof, verify, backup
void add_archive_routes(Router& router, ServerParts& server);     ///< slips of closed years in files of their own
void add_restore_routes(Router& router, ServerParts& server);     ///< an older copy in place of the books; how big everything is
void add_reconciliation_routes(Router& router, ServerParts& server);
void add_explanation_routes(Router& router, ServerParts& server);  ///< exceptions that somebody has looked into
void add_tool_card_routes(Router& router, ServerParts& server); ///< preset and clear cards
void add_key_routes(Router& router, ServerParts& server);        ///< tree, ceremony, delivery, devices, campaigns
void add_component_routes(Router& router, ServerParts& server);  ///< components and factors, typed or by officers' cards
void add_counter_vault_routes(Router& router, ServerParts& server); ///< what this counter seals with, the PIN of its load SAM
void add_ukey_routes(Router& router, ServerParts& server);       ///< UKEYs: issuing, new PINs
void add_key_card_routes(Router& router, ServerParts& server);   ///< key cards and PSAMs: looking, issuing, PINs, void lists
void add_key_backup_routes(Router& router, ServerParts& server); ///< backup key, shares, backup, restore
void add_remote_routes(Router& router, ServerParts& server);    ///< links of meters, their queue, sales that change their way
void add_collection_routes(Router& router, ServerParts& server);  ///< reading plans, completeness, silent meters, losses of areas
void add_review_routes(Router& router, ServerParts& server);    ///< reading days: work lists, typed readings, review
void add_report_routes(Router& router, ServerParts& server);    ///< reports, listed and made
void add_debt_routes(Router& router, ServerParts& server);      ///< debts by name: rules, plans, pauses
void add_visit_routes(Router& router, ServerParts& server);     ///< visits to supplies, and what was found
void add_outlet_routes(Router& router, ServerParts& server);    ///< outlets as the office keeps them: float, limits, commission, keys
void add_outlet_client_routes(Router& router, ServerParts& server);  ///< what an outlet's own client may do
void add_import_routes(Router& router, ServerParts& server);    ///< files that come into the registers
void add_kept_routes(Router& router, ServerParts& server);      ///< registers as their rows declare them
void add_query_routes(Router& router, ServerParts& server);     ///< what people ask themselves, and the files of it
void add_saved_routes(Router& router, ServerParts& server);     ///< views and queries under a name, how each likes his tables
void add_job_routes(Router& router, ServerParts& server);       ///< long work and its files
void add_notice_routes(Router& router, ServerParts& server);    ///< the bell
void add_letter_routes(Router& router, ServerParts& server);    ///< mail and short messages, and where somebody wants his own
void add_send_routes(Router& router, ServerParts& server);      ///< what is made and sent by plan
void add_setting_routes(Router& router, ServerParts& server);   ///< limits and fees of the utility, changed by two
void add_template_routes(Router& router, ServerParts& server);  ///< how slips are laid out, changed by two
void add_room_routes(Router& router, ServerParts& server);      ///< parameters of meters and buildings, who lives in rooms
void add_place_routes(Router& router, ServerParts& server);     ///< villages, areas and buildings as a tree with figures
void add_circuit_routes(Router& router, ServerParts& server);   ///< circuits of one plate, each a supply
void add_card_stock_routes(Router& router, ServerParts& server); ///< blank cards received, sent, thrown away, counted
void add_stock_routes(Router& router, ServerParts& server);     ///< meters received, issued, tested, scrapped; their seals
void add_history_routes(Router& router, ServerParts& server);   ///< what became of one row of a list
void add_well_routes(Router& router, ServerParts& server);      ///< area numbers, wells, the meters at them
void add_purse_routes(Router& router, ServerParts& server);     ///< applications for purse cards
void add_application_routes(Router& router, ServerParts& server);  ///< applications for a supply with a meter
void add_handheld_routes(Router& router, ServerParts& server);  ///< what handhelds bring home from wells, and their keys
void add_purse_card_routes(Router& router, ServerParts& server);  ///< purse cards at the counter: loads, deductions, closing, lost cards
void add_meter_key_routes(Router& router, ServerParts& server);  ///< keys of a meter over its link
void add_description_route(Router& router);              ///< openapi.json

/// All of the counters: none of a ceremony.
void add_routes(Router& router, ServerParts& server);
/// All of the key office: it sells nothing.
void add_office_routes(Router& router, ServerParts& server);

}  // namespace kwota::serve
