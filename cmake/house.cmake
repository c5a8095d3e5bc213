# The plan of the house: which stage may know which.
#   base <- seal <- carry <- meter
#           seal <- carry <- sell <- collect
#   keys -> seal, carry, sell: the key office. Selling must not depend on who made the keys or how.
#   store, serve -> sell, collect, seal, carry      serve -> keys      sim, apps -> everything
# sell never includes meter, and meter never includes sell: they meet only through a carrier, as in the field.
include_guard()

set(HOUSE_base "")
set(HOUSE_seal base seal)
set(HOUSE_carry base seal carry)
set(HOUSE_meter base seal carry meter)
set(HOUSE_sell base seal carry sell)
set(HOUSE_collect base seal carry sell collect)
set(HOUSE_keys base seal carry sell keys)
set(HOUSE_store base seal sell collect store)
set(HOUSE_serve base seal carry sell keys collect store serve)
set(HOUSE_sim base seal carry meter sell keys collect store serve sim)

# Rooms that are kept narrower than their stage.
# seal/user_card and meter/core also run in firmware.
set(HOUSE_ONLY_seal/user_card base/core)
set(HOUSE_ONLY_meter/core base/core seal/user_card)
set(HOUSE_ONLY_sell/books base)
set(HOUSE_ONLY_sell/customer base sell/books)
set(HOUSE_ONLY_sell/tariff base)
set(HOUSE_ONLY_sell/ledger base sell/books)

function(house_check NAME USES)
  string(REGEX REPLACE "/.*" "" STAGE ${NAME})
  foreach(USED ${USES})
    string(REGEX REPLACE "/.*" "" USED_STAGE ${USED})
    if(NOT USED_STAGE IN_LIST HOUSE_${STAGE} AND NOT USED_STAGE STREQUAL STAGE)
      message(FATAL_ERROR "${NAME} may not use ${USED}: ${STAGE} stands apart from ${USED_STAGE} (cmake/house.cmake)")
    endif()
    if(DEFINED HOUSE_ONLY_${NAME} AND NOT USED IN_LIST HOUSE_ONLY_${NAME})
      message(FATAL_ERROR "${NAME} may use only ${HOUSE_ONLY_${NAME}}, not ${USED} (cmake/house.cmake)")
    endif()
  endforeach()
endfunction()
