//! Who says a claim.

use std::sync::Arc;

use super::slots::Sources;
use super::voice::{Attribution, Said, Voices};
use crate::claim::Status;
use crate::rules::metric::{DateRole, Metric};

/// Who says a claim, and what attributes it to them; no words of its sentence do where only an earlier one tells.
/// `now` is whether words say that its value holds now.
pub(super) fn spoken(
    sources: &Sources<'_>,
    metric: &Metric,
    (voices, voice): (&Voices<'_>, &Attribution),
    (status, now): (Status, bool),
) -> (Option<Said>, Option<Arc<str>>) {
    let value = sources.found.value;
    // Whoever wants something speaks, where nobody else tells of it.
    let wish = || voice.wisher(value).filter(|_| status == Status::Proposed);
    // `Waar de norm nu 2 procent is, pleit Trump voor 5`: what holds is nobody's wish.
    let wished = |said: &&Said| now && sources.look.has("want", sources.sentence, said.cue);
    let announced = || voice.announcer(value).filter(|_| status == Status::Pledged);
    // `Het kabinet zegt 2 miljard te geven`: what a government that is not named will do is told of it.
    let own = |said: &&Said| status != Status::Actual && said.by_government;
    let said =
        voice.at(value).filter(|said| !wished(said) && !own(said)).or_else(wish).or_else(announced).cloned();
    let speaker = said.as_ref().map(|said| said.speaker.clone());
    let speaker = speaker.or_else(|| carried(sources, metric, status, voices));
    (said, speaker)
}

/// How many claims back a forecast is looked for of which another is the rest, and how many blocks.
const FORECASTS: usize = 8;
const BLOCKS: usize = 2;

/// Who says what no words of its sentence attribute: a forecast of levels goes on with that before it, and what `would`
/// or `must` be done is the wish of whoever spoke right before, and what is told as theirs (`zouden`) is.
fn carried(sources: &Sources<'_>, metric: &Metric, status: Status, voices: &Voices<'_>) -> Option<Arc<str>> {
    let (number, recall, value) = (sources.recall.number(), sources.recall, sources.found.value);
    let mood = match status {
        Status::Forecast if metric.dates == DateRole::Period => {
            // `New data show that 23 will meet it`: that has a source of its own.
            if sources.look.has("shows-that", sources.sentence, (0, value)) {
                return None;
            }
            let mut last = sources.told.iter().rev().take(FORECASTS);
            let forecast = last.find(|t| t.claim.status == Status::Forecast)?;
            let near = recall.block(forecast.sentence)? + BLOCKS >= recall.block(number)?;
            return forecast.claim.speaker.clone().filter(|_| near);
        }
        Status::Proposed => "reported-mood",
        Status::Actual => "reportative",
        Status::Target | Status::Pledged | Status::Previous | Status::Forecast => return None,
    };
    let range = sources.sentence.clauses(sources.look).around(value);
    sources.look.has(mood, sources.sentence, range).then(|| voices.before(number)).flatten()
}
