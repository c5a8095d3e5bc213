// The routes of the API by their subjects, one file each; together they are what openapi.json describes.
#pragma once
#include "serve/api/house.h"
#include "serve/api/router.h"

namespace kwota::serve {

void add_session_routes(Router& router, House& house);   ///< sign in, password, language, till
void add_counter_routes(Router& router, House& house);   ///< reader, accounts, quotes, sales
void add_account_routes(Router& router, House& house);   ///< open, close, take back, supplement, replace, block
void add_list_routes(Router& router, House& house);      ///< every list, and one row of it
void add_shift_routes(Router& router, House& house);

}  // namespace kwota::serve
