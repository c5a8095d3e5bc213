# batches(OUT NAME FOLDER FILE...): the files of FOLDER in batches, one source that includes them each; without KWOTA_UNITY
# the files themselves. CMake's own unity build names files by their whole path, so that another clone shares no cached object;
# here they are named as seen from FOLDER, which must be a folder of includes of the target.
include_guard()
set(BATCH_SIZE 24)   # of 8: a quarter more processor time; larger ones leave a core idle at the end
# Files that are compiled by themselves, as seen from FOLDER.
set(BATCH_ALONE
  serve/http/http_server.cpp   # Beast: its headers cost more than what shares them, and leave their names to whoever follows
  kwota/server/serve.cpp kwota/keys/office.cpp)   # know where this clone lies

function(batches OUT NAME FOLDER)
  set(FILES ${ARGN})
  list(LENGTH FILES COUNT)
  if(NOT KWOTA_UNITY OR COUNT LESS 2)
    set(${OUT} ${FILES} PARENT_SCOPE)
    return()
  endif()
  set(BATCHES "")
  foreach(ALONE ${BATCH_ALONE})
    if(${FOLDER}/${ALONE} IN_LIST FILES)
      list(REMOVE_ITEM FILES ${FOLDER}/${ALONE})
      list(APPEND BATCHES ${FOLDER}/${ALONE})
    endif()
  endforeach()
  list(LENGTH FILES COUNT)
  set(TEXT "")
  set(NUMBER 0)
  set(INDEX 0)
  foreach(FILE ${FILES})
    file(RELATIVE_PATH RELATIVE ${FOLDER} ${FILE})
    string(APPEND TEXT "#include \"${RELATIVE}\"\n")
    math(EXPR INDEX "${INDEX} + 1")
    math(EXPR REST "${INDEX} % ${BATCH_SIZE}")
    if(REST EQUAL 0 OR INDEX EQUAL COUNT)
      set(BATCH ${CMAKE_BINARY_DIR}/batches/${NAME}_${NUMBER}.cpp)
      file(CONFIGURE OUTPUT ${BATCH} CONTENT "${TEXT}" @ONLY)
      list(APPEND BATCHES ${BATCH})
      set(TEXT "")
      math(EXPR NUMBER "${NUMBER} + 1")
    endif()
  endforeach()
  set(${OUT} ${BATCHES} PARENT_SCOPE)
endfunction()
