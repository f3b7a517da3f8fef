//! Structs that take another one in (`#[serde(flatten)]`) shown whole. Utoipa says `allOf` of
//! both; where the inner one is a form that refuses unknown fields, no value would be both.

use std::collections::BTreeMap;

use utoipa::openapi::schema::{AllOf, ArrayItems, Object};
use utoipa::openapi::{OpenApi as Document, RefOr, Schema};

type Named = BTreeMap<String, RefOr<Schema>>;

/// Replaces whatever is all of several objects by one object with all fields, in all named
/// schemas. What an operation spells out itself is left as it is.
pub(super) fn show_whole(document: &mut Document) {
    let Some(components) = &mut document.components else { return };
    let named: Named = components.schemas.clone().into_iter().collect();
    components.schemas.values_mut().for_each(|schema| visit(schema, &named));
}

fn visit(schema: &mut RefOr<Schema>, named: &Named) {
    match schema {
        RefOr::T(Schema::AllOf(all)) => {
            if let Some(whole) = whole(all, named) {
                *schema = RefOr::T(Schema::Object(whole));
            }
        }
        RefOr::T(Schema::Object(object)) => {
            object.properties.values_mut().for_each(|field| visit(field, named));
        }
        RefOr::T(Schema::Array(array)) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                visit(items, named);
            }
        }
        _ => {}
    }
}

/// One object with all fields, if all parts are objects.
fn whole(all: &AllOf, named: &Named) -> Option<Object> {
    let mut whole = Object::new();
    whole.description.clone_from(&all.description);
    for part in &all.items {
        let part = match part {
            RefOr::Ref(to) => named.get(to.ref_location.rsplit('/').next()?)?,
            part => part,
        };
        let part = match part {
            RefOr::T(Schema::Object(object)) => object.clone(),
            RefOr::T(Schema::AllOf(inner)) => self::whole(inner, named)?,
            _ => return None,
        };
        whole.schema_type = part.schema_type;
        whole.properties.extend(part.properties);
        whole.required.extend(part.required);
    }
    Some(whole)
}
