// A job as pages and programs are shown it, and the word that pages hear when it moves.
// Begin with job_view().
#pragma once
#include <boost/json.hpp>

#include "books/rows.h"
#include "books/rows/office/job.h"
#include "serve/router/events.h"

namespace kwota::serve {

boost::json::object job_view(const books::Job& job, const books::Operator& who);
/// Him whose it is, and whoever may see all.
void tell_of_job(Events& events, const books::Job& job);

}  // namespace kwota::serve
