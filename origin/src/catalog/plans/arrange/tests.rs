use super::*;
use crate::catalog::plans::csv;

fn arranged(table: &str) -> Arranged {
    arrange(csv::read(table).unwrap()).unwrap_or_else(|faults| panic!("{table}: {faults}"))
}

fn faults(table: &str) -> Vec<Fault> {
    arrange(csv::read(table).unwrap()).unwrap_err().0
}

/// section/row first+seats of each run, in plan order.
fn runs(arranged: &Arranged) -> Vec<String> {
    let sections = arranged.seating.sections.iter();
    let rows = sections.flat_map(|s| s.rows.iter().map(move |r| (s, r)));
    rows.map(|(s, r)| format!("{}/{} {}+{}", s.code, r.label, r.first_label, r.seats)).collect()
}

#[test]
fn seats_without_places_are_laid_out_in_their_order() {
    let plan = arranged("section,row,seat\nB,2,2\nB,2,1\nB,1,1\nA,x,7\n");
    assert_eq!(runs(&plan), ["B/2 1+2", "B/1 1+1", "A/x 7+1"]);
    assert_eq!(plan.seating.seats(), 4);
    assert!(plan.warnings[0].contains("does not say where seats lie"));
    let (b, a) = (&plan.seating.sections[0], &plan.seating.sections[1]);
    assert!(a.rows[0].x0 > b.rows[0].x0 + b.rows[0].dx, "beside each other");
    assert_eq!((b.name.as_str(), b.name_en.as_str()), ("B구역", "Section B"));
}

#[test]
fn rows_go_from_the_stage_on_and_gaps_are_told() {
    let plan = arranged(
        "section,row,seat,x,y\nA,back,1,0,40\nA,back,2,20,40\nA,front,1,0,20\nA,front,2,20,20\n\
         A,front,5,80,20\nA,front,6,100,20\n",
    );
    assert_eq!(runs(&plan), ["A/front 1+2", "A/front 5+2", "A/back 1+2"]);
    let told = ["Section A, row front has no seats 3 to 4. Look whether that is meant."];
    assert_eq!(plan.warnings, told);
    let rows = &plan.seating.sections[0].rows;
    assert_eq!((rows[0].x0, rows[1].x0, rows[2].y - rows[0].y), (20, 100, 20));
    assert_eq!((plan.seating.width, plan.seating.height), (140, 60));
}

#[test]
fn grades_become_rules_for_whole_rows() {
    let plan = arranged(
        "section,row,seat,grade\nA,1,1,VIP\nA,1,2,VIP\nA,2,1,VIP\nA,3,1,R\nB,1,1,R\nB,2,1,R\nB,2,2,S\n",
    );
    let rule = |s: &str, first: &str, last: &str, grade: &str| GradeRule {
        section: Some(s.to_owned()),
        first_row: Some(first.to_owned()),
        last_row: Some(last.to_owned()),
        grade: grade.to_owned(),
    };
    let rules = [rule("A", "1", "2", "VIP"), rule("A", "3", "3", "R"), rule("B", "1", "1", "R")];
    assert_eq!(plan.grades, rules);
    assert!(plan.warnings.iter().any(|w| w.starts_with("Section B, row 2 has seats of several")));
}

#[test]
fn what_cannot_be_is_refused_by_line() {
    let twice = faults("section,row,seat\nA,1,1\nA,1,2\nA,1,01\n");
    assert_eq!(
        twice[0].to_string(),
        "line 4: section A, row 1, seat 1 is there already (line 2); take one of them away"
    );
    let heaped = faults("section,row,seat,x,y\nA,1,1,0,0\nA,1,2,10,0\nA,2,1,10,0\n");
    assert_eq!(heaped[0].line, Some(4));
    assert!(
        heaped[0].message.starts_with("seats A-1-2 and A-2-1 (lines 3 and 4) lie in one place")
    );
    let far = faults("section,row,seat,x,y\nA,1,1,0,0\nA,1,2,1,0\nA,1,3,2,0\nA,1,4,9000000,0\n");
    assert!(far[0].message.starts_with("the plan is too large"), "{far:?}");
    assert!(faults("section,row,seat\n")[0].message.starts_with("has no seat"));
    let long: String = (0..=500).map(|n| format!("A,1,{n}\n")).collect();
    assert!(
        faults(&format!("section,row,seat\n{long}"))[0].message.contains("more than 500 seats")
    );
    let many: String = (0..=200).map(|n| format!("{n},1,1\n")).collect();
    assert!(
        faults(&format!("section,row,seat\n{many}"))[0].message.contains("more than 200 sections")
    );
    let odd: String = (0..=600).map(|n| format!("A,{},{}\n", n % 3, n * 2)).collect();
    assert!(faults(&format!("section,row,seat\n{odd}"))[0].message.contains("straight pieces"));
}

#[test]
fn any_table_ends_in_a_plan_that_holds_every_seat_once_or_in_faults() {
    use proptest::prelude::*;
    let cell = (0..3_u8, 0..3_u8, 0..9_i32, -40..40_i32, -40..40_i32);
    proptest!(|(cells in proptest::collection::vec(cell, 1..60))| {
        let lines = cells.iter().map(|(s, r, n, x, y)| format!("S{s},{r},{n},{x}.5,{y}\n"));
        let table = format!("section,row,seat,x,y\n{}", lines.collect::<String>());
        if let Ok(plan) = arrange(csv::read(&table).unwrap()) {
            let mut names: Vec<String> = Vec::new();
            for section in &plan.seating.sections {
                for row in &section.rows {
                    let numbers = row.first_label..row.first_label + row.seats;
                    names.extend(numbers.map(|n| format!("{},{},{n}", section.code, row.label)));
                }
            }
            let mut wanted: Vec<String> =
                cells.iter().map(|(s, r, n, ..)| format!("S{s},{r},{n}")).collect();
            names.sort();
            wanted.sort();
            prop_assert_eq!(names, wanted);
        }
    });
}
