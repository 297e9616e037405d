import java.math.BigDecimal;
import java.sql.*;
import java.util.Locale;

/** Prints the view's columns and the answers to questions with parameters, by JDBC. */
public class DriverJdbc {
	static String show(Object value) throws SQLException {
		if (value == null) return "";
		if (value instanceof Boolean b) return b ? "t" : "f";
		if (value instanceof Double d)
			return new BigDecimal(String.format(Locale.ROOT, "%.5e", d)).stripTrailingZeros().toPlainString();
		if (value instanceof Array a) return "{" + String.join(",", (String[]) a.getArray()) + "}";
		return value.toString();
	}

	static void print(PreparedStatement statement) throws SQLException {
		try (ResultSet rows = statement.executeQuery()) {
			rows.next();
			for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++)
				System.out.println(rows.getMetaData().getColumnLabel(i) + "=" + show(rows.getObject(i)));
		}
	}

	public static void main(String[] arguments) throws SQLException {
		String url = "jdbc:postgresql://" + System.getenv("PGHOST") + ":" + System.getenv("PGPORT") + "/" + System.getenv("PGDATABASE");
		try (Connection c = DriverManager.getConnection(url, System.getenv("PGUSER"), System.getenv("PGPASSWORD"))) {
			print(c.prepareStatement(System.getenv("VIEW")));

			PreparedStatement share = c.prepareStatement("SELECT te.hhi(te.supply_mix(?, ?)) AS share");
			share.setArray(1, c.createArrayOf("text", new String[] {"CHN", "VNM"}));
			share.setArray(2, c.createArrayOf("float8", new Double[] {3.0, 1.0}));
			print(share);

			PreparedStatement bloc = c.prepareStatement("SELECT (te.country_group(?, ?))[1:2] AS bloc");
			bloc.setString(1, "EU");
			bloc.setDate(2, Date.valueOf("2024-01-01"));
			print(bloc);

			PreparedStatement aggregate = c.prepareStatement(
				"SELECT te.dependency_share(o, a, ?) AS aggregate FROM (VALUES ('CHN', ?::float8), ('VNM', ?)) AS v(o, a)");
			aggregate.setString(1, "CHN");
			aggregate.setDouble(2, 3);
			aggregate.setDouble(3, 1);
			print(aggregate);
		}
	}
}
