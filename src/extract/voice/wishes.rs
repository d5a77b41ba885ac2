//! Who wants or announces what a sentence tells, where that is no speech.

use super::who::{Candidate, Scene};
use super::{Said, UNNAMED};

/// Which person announces what: `Biden announced $2.5 billion`, `Rutte kondigde 2 miljard euro steun aan`. A state that
/// announces what it does is no other's voice.
pub(super) fn announcements(scene: Scene<'_>) -> Vec<Said> {
    let Scene { sentence, look, .. } = scene;
    let end = sentence.folded.len();
    let announced = |cue: (usize, usize)| {
        let within = || scene.after(cue.0, cue.1);
        let who = scene.before(cue.0).filter(|b| !scene.in_phrase(b.at)).or_else(within)?;
        let person = sentence.mark_at(who.at).is_none_or(|m| scene.is_person(m)) && &*who.speaker != UNNAMED;
        person.then(|| scene.onwards(cue, who))
    };
    look.all("announce", sentence, (0, end)).into_iter().filter_map(announced).collect()
}

/// Who wants or proposes what: `België wil`, `Trump eist`.
pub(super) fn wishes(scene: Scene<'_>) -> Vec<Said> {
    let Scene { sentence, look, .. } = scene;
    let end = sentence.folded.len();
    let wish = |cue: (usize, usize)| {
        // `Trump, who wants members to spend`: who it is about wants it, and whoever follows is wanted of.
        if let Some(comma) = scene.relative(cue.0).and_then(|at| scene.comma_before(at)) {
            return scene.before(comma).map(|who| scene.onwards(cue, who));
        }
        // `has asked Congress for`: who is asked wants nothing.
        let asked = look.has("asks-somebody", sentence, cue);
        let behind =
            scene.after(cue.1, scene.stop_after(cue.1)).filter(|a| !asked && scene.adjacent(cue.1, a.at));
        let before = scene.before(cue.0).filter(|b| !scene.in_phrase(b.at));
        let led = |a: &Candidate| scene.is_led(before.as_ref(), (cue, a.at));
        let far = |a: &Candidate| before.as_ref().is_none_or(|b| cue.0.saturating_sub(b.end) > 1) || led(a);
        let inverted = behind.filter(far);
        // Whoever `they` are, and the government that does what it wants, are no other's voice.
        let own = |who: &Candidate| scene.is_government(who) || scene.are_many((who.at, who.end));
        inverted.or(before).filter(|who| !own(who)).map(|subject| scene.onwards(cue, subject))
    };
    // `stelt 2 miljard beschikbaar voor Oekraïne` is no `stelt voor`.
    let not = look.all("no-saying", sentence, (0, end));
    let cues = look.all("want", sentence, (0, end)).into_iter();
    cues.filter(|cue| !not.iter().any(|n| n.0 == cue.0 && n.1 < cue.1)).filter_map(wish).collect()
}
