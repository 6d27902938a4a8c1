//! Invented people: awards, renewals early and late, halves of renewals, exams and odd events.

use assay_kernel::{CertificationCode, Date, Period, date};
use assay_programme::model::{Earned, PolicyVersion, Programme, Route};
use assay_standing::{Event, Happening};

use crate::asks::{begin, credits, missing_of, needed};

/// Numbers by chance, the same ones everywhere (xorshift64*).
pub struct Chance(u64);

impl Chance {
    /// A beginning of its own for each person of each programme.
    pub fn of(name: &str, person: u64) -> Self {
        let mut seed = 0xcbf2_9ce4_8422_2325_u64 ^ person.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for byte in name.bytes() {
            seed = (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let mut chance = Chance(seed | 1);
        for _ in 0..4 {
            chance.below(2);
        }
        chance
    }

    /// A number below a limit that is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap() % limit
    }

    fn pick<'t, T>(&mut self, some: &'t [T]) -> Option<&'t T> {
        if some.is_empty() { None } else { some.get(self.below(some.len())) }
    }
}

/// What happened to somebody, by day.
pub fn history(programme: &Programme, chance: &mut Chance) -> Vec<Event> {
    let codes: Vec<&CertificationCode> =
        programme.policies.iter().map(|policy| &policy.certification).collect();
    let mut events = Vec::new();
    for _ in 0..=chance.below(3) {
        let Some(code) = chance.pick(&codes) else { continue };
        let mut on = Period::days(i32::try_from(chance.below(4200)).unwrap()).after(date(2015, 2, 27));
        events.push(Event::new(on, Happening::Earn { certification: (*code).clone() }));
        for _ in 0..chance.below(5) {
            on = Period::days(i32::try_from(chance.below(900)).unwrap()).after(on);
            let policy = programme.policy(code.as_str()).unwrap();
            let versions: Vec<&PolicyVersion> = policy.versions.iter().collect();
            let routes: Vec<&Route> = versions.iter().flat_map(|version| &version.routes).collect();
            let what = match (chance.pick(&routes), chance.below(10)) {
                (Some(route), 0..=4) => whole(code, route),
                (Some(route), 5..=7) => some_of(whole(code, route), chance),
                _ => vec![passed(programme, code, chance)],
            };
            for happening in what {
                // Mostly within a day; now and then the parts lie apart.
                if chance.below(4) == 0 {
                    on = Period::days(i32::try_from(chance.below(90)).unwrap()).after(on);
                }
                events.push(Event::new(on, happening));
            }
        }
    }
    events.sort_by_key(|event| event.date);
    events
}

/// Days on which somebody asks: from the first event to four years after the last.
pub fn days(history: &[Event], many: usize, chance: &mut Chance) -> Vec<Date> {
    let (Some(first), Some(last)) = (history.first(), history.last()) else { return Vec::new() };
    let span = (last.date - first.date).get_days() + 4 * 365;
    let mut day = || Period::days(i32::try_from(chance.below(span.unsigned_abs() as usize)).unwrap());
    let asked: Vec<Date> = (0..many).map(|_| day().after(first.date)).collect();
    // Also right after something happened: an early renewal leaves the most to say then.
    let after = history.iter().skip(1).map(|event| Period::days(5).after(event.date)).take(many);
    asked.into_iter().chain(after).collect()
}

fn passed(programme: &Programme, code: &CertificationCode, chance: &mut Chance) -> Happening {
    let exams = programme.exams_of(code.as_str());
    let exam = chance.pick(&exams).filter(|_| code.as_str().len().is_multiple_of(2));
    let what = exam.map_or(Earned::Certification(code.clone()), |exam| Earned::Exam(exam.code.clone()));
    Happening::Pass { what }
}

fn some_of(mut all: Vec<Happening>, chance: &mut Chance) -> Vec<Happening> {
    if all.len() > 1 {
        all.remove(chance.below(all.len()));
    }
    for happening in &mut all {
        if let Happening::Credit { n, .. } = happening {
            *n = *n / 2 + u32::try_from(chance.below(5)).unwrap();
        }
    }
    all
}

/// Everything a route asks for, as its rules say it.
fn whole(code: &CertificationCode, route: &Route) -> Vec<Happening> {
    let mut all = Vec::new();
    if let Some(rule) = &route.credits {
        all.extend(credits(code, rule.total, &missing_of(rule), rule));
    }
    if route.fees > 0 {
        all.push(Happening::Fee { certification: code.clone(), n: route.fees });
    }
    if let Some(need) = &route.needs {
        needed(code, need, &mut all);
    }
    begin(code, route, &mut all);
    all
}
