-- bad_arguments.sql with other arguments, and more of them, than "make test" has time for
\set calls 60
\set seed 11
\ir ../../pgtap/house/bad_arguments.sql
