// R18 · Cards and receipts: cards in use, issued, and ended in whichever way; blank cards in stock, received, made out and thrown away, and by how much counts differed;
// receipt numbers used, of sales that never happened, and missing.
// A card is of a commodity, and the numbers of a till run through all of them: it is a group, and no filter.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report r18{
    .number = "R18",
    .right = "reports_read",
    .subject = &documents_subject,
    .groups = {"document", "product", "commodity", "station", "till", "first_number", "last_number"},
    .grouped = {"document", "product", "station", "till", "first_number", "last_number"},
    .groups_max = 6,
    .filters = {"station"},
    .columns = {{"cards_opening"}, {"cards_issued"}, {"cards_replaced"}, {"cards_closed"}, {"cards_spoiled"}, {"cards_closing"}, {"cards_blocked"},
                {"stock_opening"}, {"stock_received"}, {"stock_moved"}, {"stock_issued"}, {"stock_spoiled"}, {"stock_difference"}, {"stock_closing"},
                {"numbers_used"}, {"numbers_void"}, {"numbers_missing"}},
    .checks = {{"cards_add_up", {"cards_opening", "cards_issued"}, {"cards_replaced", "cards_closed", "cards_spoiled", "cards_closing"}},
               {"stock_adds_up", {"stock_opening", "stock_received", "stock_moved", "stock_difference"}, {"stock_issued", "stock_spoiled", "stock_closing"}},
               {"receipts_counted", {"numbers_used"}, {"receipts_booked"}}},
};

}  // namespace kwota::report
