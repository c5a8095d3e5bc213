# The plan of the house: which stage may know which.
#   base <- books <- people        base <- seal <- carry <- meter
#   devices: what is true of devices in the field's terms; models: the meter models, seen by carry, meter, work, sim and apps. Selling and
#   collecting see neither models nor carry: what they ask of a device is handed in (devices::Known)
#   books, people <- sell <- collect
#   keys -> seal, sell: the key office. Selling must not depend on who made the keys or how.
#   schemes -> sell, carry: the products. Whoever sells is handed what a scheme is and sees no carrier for it.
#   store -> books, sell, collect, seal      work -> all of these: where a conversation, the books and the vault meet
#   serve -> work      sim, apps -> everything
# sell never includes meter, and meter never includes sell: they meet only through a carrier, as in the field.
include_guard()

set(HOUSE_base "")
set(HOUSE_books base)
set(HOUSE_devices base)
set(HOUSE_models base devices)
set(HOUSE_people base books devices)
set(HOUSE_seal base seal)
set(HOUSE_carry base devices models seal carry)
set(HOUSE_meter base devices models seal carry meter)
set(HOUSE_sell base devices books people sell)
set(HOUSE_collect base devices books people sell collect)
set(HOUSE_keys base books people seal sell keys)
set(HOUSE_store base books seal sell collect store)
set(HOUSE_schemes base devices models books people seal carry sell)
set(HOUSE_work base devices models books people seal carry sell keys collect store work)
set(HOUSE_serve base devices books people seal carry sell keys collect store work serve)
set(HOUSE_sim base devices models books people seal carry meter sell schemes keys collect store work serve sim)

# Rooms that are kept narrower than their stage.
# seal/fields, seal/user_card, seal/purse_card, seal/pump_records, meter/parts, meter/core, meter/pump, devices and models also run in firmware.
set(HOUSE_ONLY_devices "")
set(HOUSE_ONLY_models base/core devices)
set(HOUSE_ONLY_seal/user_card base/core)
set(HOUSE_ONLY_seal/fields base/core)
set(HOUSE_ONLY_seal/purse_card base/core seal/fields)
set(HOUSE_ONLY_seal/pump_records base/core seal/fields)
set(HOUSE_ONLY_meter/parts base/core seal/user_card)
set(HOUSE_ONLY_meter/core base/core models seal/user_card meter/parts)
set(HOUSE_ONLY_meter/pump base/core seal/fields seal/user_card seal/purse_card seal/pump_records meter/parts)
# Becomes a part of other makers' programs.
set(HOUSE_ONLY_carry/pcsc base)
# The draft of a group knows no database; another engine is a room beside store/sqlite.
set(HOUSE_ONLY_store/draft base base/core books books/parts sell/settings collect/report)
set(HOUSE_ONLY_store/held base books)
set(HOUSE_ONLY_sell/customer base books)
set(HOUSE_ONLY_sell/tariff/plan base)
set(HOUSE_ONLY_sell/tariff base sell/tariff/plan)
set(HOUSE_ONLY_sell/tariff/use base sell/tariff sell/tariff/plan)
set(HOUSE_ONLY_sell/ledger base books books/parts)

# serve asks work and sees no carrier. Left: readers and lines by their names (carry/wire).
set(HOUSE_CARRY_serve/api carry/wire)
set(HOUSE_CARRY_serve/desk carry/wire)

function(house_check NAME USES)
  string(REGEX REPLACE "/.*" "" STAGE ${NAME})
  foreach(USED ${USES})
    string(REGEX REPLACE "/.*" "" USED_STAGE ${USED})
    if(NOT USED_STAGE IN_LIST HOUSE_${STAGE} AND NOT USED_STAGE STREQUAL STAGE)
      message(FATAL_ERROR "${NAME} may not use ${USED}: ${STAGE} stands apart from ${USED_STAGE} (cmake/house.cmake)")
    endif()
    if(STAGE STREQUAL "serve" AND USED_STAGE STREQUAL "carry" AND NOT USED IN_LIST HOUSE_CARRY_${NAME})
      message(FATAL_ERROR "${NAME} may not use ${USED}: serve asks work and sees no carrier (cmake/house.cmake)")
    endif()
    if(DEFINED HOUSE_ONLY_${NAME} AND NOT USED IN_LIST HOUSE_ONLY_${NAME})
      message(FATAL_ERROR "${NAME} may use only ${HOUSE_ONLY_${NAME}}, not ${USED} (cmake/house.cmake)")
    endif()
  endforeach()
endfunction()
