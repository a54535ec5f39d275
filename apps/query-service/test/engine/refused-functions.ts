/**
 * The functions of DuckDB 1.5 that a statement may not call, with the reason for each family. Together with the allowed
 * ones they are all that `duckdb_functions()` lists: a name in neither fails a spec, and somebody has to judge it.
 * An entry that ends in `*` stands for all names that begin so.
 */
export const refusedFunctions: Readonly<Record<string, string>> = {
  'reads files':
    'read_* parquet_* glob sniff_csv arrow_scan arrow_scan_dumb seq_scan add_parquet_key copy_database import_database',
  'runs a text as SQL, or takes the name of a table or a function as a text': `query query_table json_execute_serialized_sql
    json_serialize_sql json_serialize_plan json_deserialize_sql check_peg_parser sql_auto_complete histogram_values
    list_aggregate list_aggr array_aggregate array_aggr aggregate`,
  'shows the catalog, the settings, the session or the server': `duckdb_* pragma_* pg_timezone_names icu_calendar_names
    pg_* has_* col_description obj_description shobj_description format_type format_pg_type map_to_pg_oid inet_*
    current_setting current_schema current_schemas current_database current_catalog current_query current_query_id
    current_connection_id current_transaction_id current_user current_role session_user user in_search_path getvariable
    txid_current version which_secret get_block_size currval nextval test_all_types test_vector_types`,
  'shows statistics of stored values': 'stats summary vector_type',
  'changes or writes something': `write_log enable_* disable_* checkpoint force_checkpoint truncate_duckdb_logs setseed
    verify_* all_profiling_output collations database_list database_size extension_versions functions metadata_info
    platform show show_databases show_tables show_tables_expanded storage_info table_info user_agent`,
  waits: 'sleep_ms',
  'puts its argument into an error': 'error',
  'shows the text of an expression, where functions stand written out': 'alias',
  'belongs to the inside of plans': `__internal_* combine finalize create_sort_key icu_collate_* icu_sort_key
    timetz_byte_comparable unpivot_list variant_* remap_struct parse_duckdb_log_message`,
  'makes or takes types, which columns here have not': 'cast_to_type get_type make_type replace_type st_*',
};
