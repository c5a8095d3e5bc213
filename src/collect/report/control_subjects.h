// Subjects of what the house looks at itself by: doubts, losses, meters, documents, the way of what was sold – and of the lists of insight.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

extern const Subject doubts_subject, area_losses_subject, meters_subject, documents_subject, ways_subject;
extern const Subject days_left_subject, silent_subject, suspicion_subject, seasons_subject, wells_differing_subject, fault_energy_subject, silent_farmers_subject;
extern const Subject visits_subject, visit_reasons_subject, loss_suspects_subject;
extern const Subject in_transit_subject, steps_subject;
/// All of these.
std::span<const Subject* const> control_subjects();

}  // namespace kwota::report
