/**
 * Postgres's own functions by volatility, for those that an expression may call: `pg_proc.provolatile` of PostgreSQL 18, held
 * to it by test/evidence/postgres-functions.test.ts. Not among them: those that return sets, behind operators, index methods
 * and aggregates, and the few that have forms of both kinds.
 */
export const volatileFunctions: ReadonlySet<string> = new Set(`
  amvalidate array_sample array_shuffle brin_summarize_new_values brin_summarize_range clock_timestamp current_query currtid2 currval
  cursor_to_xml cursor_to_xmlschema gen_random_uuid gin_clean_pending_list lastval nextval pg_advisory_unlock pg_advisory_unlock_shared
  pg_blocking_pids pg_cancel_backend pg_collation_actual_version pg_create_restore_point pg_current_logfile
  pg_database_collation_actual_version pg_database_size pg_export_snapshot pg_import_system_collations pg_indexes_size pg_is_in_recovery
  pg_jit_available pg_last_committed_xact pg_last_xact_replay_timestamp pg_nextoid pg_notification_queue_usage pg_promote
  pg_read_binary_file pg_read_file pg_relation_size pg_reload_conf pg_rotate_logfile pg_safe_snapshot_blocking_pids pg_sequence_last_value
  pg_stat_file pg_stat_have_stats pg_switch_wal pg_table_size pg_tablespace_size pg_terminate_backend pg_total_relation_size
  pg_try_advisory_lock pg_try_advisory_lock_shared pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared pg_xact_commit_timestamp
  pg_xact_commit_timestamp_origin pg_xact_status query_to_xml query_to_xml_and_xmlschema query_to_xmlschema random random_normal
  set_config setval timeofday txid_status uuidv4 uuidv7
`.trim().split(/\s+/));

/** Immutable or stable: one value serves all rows of a statement. */
export const fixedFunctions: ReadonlySet<string> = new Set(`
  abbrev abs acldefault acos acosd acosh age area array_dims array_fill array_length array_lower array_ndims array_position
  array_positions array_remove array_replace array_reverse array_sort array_to_json array_to_string array_to_tsvector array_upper ascii
  asin asind asinh atan atan2 atan2d atand atanh bit bit_count bit_length bool box bpchar broadcast btrim bytea cardinality casefold cbrt
  ceil ceiling center char char_length character_length chr cidr circle col_description concat concat_ws convert convert_from convert_to
  cos cosd cosh cot cotd crc32 crc32c current_database current_schema current_schemas current_setting current_user database_to_xml
  database_to_xml_and_xmlschema database_to_xmlschema date date_add date_bin date_part date_subtract date_trunc datemultirange daterange
  decode degrees dexp diagonal diameter div dlog1 dlog10 dround dtrunc encode enum_first enum_last enum_range enum_send erf erfc exp
  extract factorial family float4 float8 floor format format_type gamma gcd get_bit get_byte get_current_ts_config getdatabaseencoding
  getpgusername has_any_column_privilege has_column_privilege has_database_privilege has_foreign_data_wrapper_privilege
  has_function_privilege has_language_privilege has_largeobject_privilege has_parameter_privilege has_schema_privilege
  has_sequence_privilege has_server_privilege has_table_privilege has_tablespace_privilege has_type_privilege height host hostmask
  icu_unicode_version inet_client_addr inet_client_port inet_server_addr inet_server_port initcap int2 int4 int4inc int4multirange
  int4range int8 int8_sum int8multirange int8range interval is_normalized isclosed isempty isfinite ishorizontal isopen isparallel isperp
  isvertical json_array_length json_build_array json_build_object json_object json_populate_record json_strip_nulls json_to_record
  json_to_tsvector json_typeof jsonb_array_length jsonb_build_array jsonb_build_object jsonb_insert jsonb_object jsonb_path_exists
  jsonb_path_exists_tz jsonb_path_match jsonb_path_match_tz jsonb_path_query_array jsonb_path_query_array_tz jsonb_path_query_first
  jsonb_path_query_first_tz jsonb_populate_record jsonb_populate_record_valid jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls
  jsonb_to_record jsonb_to_tsvector jsonb_typeof justify_days justify_hours justify_interval lcm left length lgamma like like_escape line
  ln log log10 lower lower_inc lower_inf lpad lseg ltrim macaddr macaddr8 macaddr8_set7bit make_date make_interval make_time
  make_timestamp make_timestamptz makeaclitem masklen md5 min_scale mod money multirange mxid_age name nameconcatoid netmask network
  normalize notlike now npoints num_nonnulls num_nulls numeric numeric_div_trunc numeric_exp numeric_inc numeric_ln numeric_log
  numeric_sqrt nummultirange numnode numrange obj_description octet_length oid oidvectortypes overlaps overlay parse_ident path pclose
  pg_backend_pid pg_basetype pg_char_to_encoding pg_client_encoding pg_collation_for pg_collation_is_visible pg_column_compression
  pg_column_is_updatable pg_column_size pg_column_toast_chunk_id pg_conf_load_time pg_conversion_is_visible pg_current_snapshot
  pg_current_xact_id pg_current_xact_id_if_assigned pg_describe_object pg_encoding_max_length pg_encoding_to_char
  pg_event_trigger_table_rewrite_oid pg_event_trigger_table_rewrite_reason pg_filenode_relation pg_function_is_visible pg_has_role
  pg_identify_object pg_identify_object_as_address pg_index_column_has_property pg_index_has_property pg_indexam_has_property
  pg_indexam_progress_phasename pg_input_error_info pg_input_is_valid pg_is_other_temp_schema pg_lsn pg_my_temp_schema pg_numa_available
  pg_opclass_is_visible pg_operator_is_visible pg_opfamily_is_visible pg_partition_root pg_postmaster_start_time pg_relation_filenode
  pg_relation_filepath pg_relation_is_publishable pg_relation_is_updatable pg_replication_origin_oid pg_sequence_parameters
  pg_settings_get_flags pg_size_bytes pg_size_pretty pg_snapshot_xmax pg_snapshot_xmin pg_split_walfile_name pg_statistics_obj_is_visible
  pg_table_is_visible pg_tablespace_location pg_trigger_depth pg_ts_config_is_visible pg_ts_dict_is_visible pg_ts_parser_is_visible
  pg_ts_template_is_visible pg_type_is_visible pg_typeof pg_visible_in_snapshot pg_wal_lsn_diff pg_walfile_name pg_walfile_name_offset
  phraseto_tsquery pi plainto_tsquery point polygon popen position pow power querytree quote_ident quote_literal quote_nullable radians
  radius range_merge regclass regexp_count regexp_instr regexp_like regexp_match regexp_replace regexp_split_to_array regexp_substr repeat
  replace reverse right round row_security_active row_to_json rpad rtrim satisfies_hash_partition scale schema_to_xml
  schema_to_xml_and_xmlschema schema_to_xmlschema session_user set_bit set_byte set_masklen setweight sha224 sha256 sha384 sha512
  shobj_description sign similar_escape similar_to_escape sin sind sinh slope split_part sqrt statement_timestamp string_to_array strip
  strpos substr substring system_user table_to_xml table_to_xml_and_xmlschema table_to_xmlschema tan tand tanh text textlen time timestamp
  timestamptz timetz timezone to_ascii to_bin to_char to_date to_hex to_json to_jsonb to_number to_oct to_regclass to_regcollation
  to_regnamespace to_regoper to_regoperator to_regproc to_regprocedure to_regrole to_regtype to_regtypemod to_timestamp to_tsquery
  to_tsvector transaction_timestamp translate trim_array trim_scale trunc ts_delete ts_filter ts_headline ts_lexize ts_rank ts_rank_cd
  tsmultirange tsquery_phrase tsrange tstzmultirange tstzrange tsvector_to_array txid_current txid_current_if_assigned
  txid_current_snapshot txid_snapshot_xmax txid_snapshot_xmin txid_visible_in_snapshot unicode_assigned unicode_version unistr upper
  upper_inc upper_inf uuid_extract_timestamp uuid_extract_version varbit varchar version websearch_to_tsquery width width_bucket xid xml
  xml_is_well_formed xml_is_well_formed_content xml_is_well_formed_document xmlcomment xmlexists xmltext xmlvalidate xpath xpath_exists
`.trim().split(/\s+/));

/** Those of extensions that people take defaults from: pgcrypto, uuid-ossp, pg_uuidv7, unaccent, pg_trgm. */
export const volatileExtensionFunctions: ReadonlySet<string> = new Set([
  'uuid_generate_v1', 'uuid_generate_v1mc', 'uuid_generate_v4', 'uuid_generate_v7', 'gen_random_bytes', 'gen_salt',
]);
export const fixedExtensionFunctions: ReadonlySet<string> = new Set([
  'uuid_generate_v3', 'uuid_generate_v5', 'uuid_nil', 'digest', 'hmac', 'crypt', 'unaccent', 'similarity',
]);
