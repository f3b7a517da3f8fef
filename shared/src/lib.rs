//! Pure rules and types shared by the edge and the core.
