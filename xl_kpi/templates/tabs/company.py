"""The company tab: what the board follows, whatever marketing does."""

from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Line, Tab, by_month
from xl_kpi.templates.tabs.common import FIGURES, RATE, figure

_ENPS = "KPI_NPS_COUNTS({team.employee_score@year>=9},{team.employee_score@year>=7<=8},{team.employee_score@year<=6})"

COMPANY = Tab(
    "company",
    Text("Entreprise", "Company"),
    Text(
        "L’entreprise croît-elle, gagne-t-elle de l’argent, et à quel prix ?",
        "Does the company grow, does it make money, and at what price?",
    ),
    (
        Line(
            "company_growth",
            "KPI_GROWTH({company.revenue},{company.revenue@year_before})",
            "KPI_GROWTH",
            Text("Croissance du CA sur un an", "Revenue growth over a year"),
            target=0.08,
            guard="{company.revenue@year_before>0}-{months}+1",
        ),
        Line(
            "company_cagr",
            "KPI_CAGR({company.revenue@two_years_back},{company.revenue@year},2)",
            "KPI_CAGR",
            Text("Croissance annuelle moyenne du CA sur deux ans (TCAM)", "Revenue CAGR over two years"),
            target=0.08,
            guard="{company.revenue@two_years_back>0}-11",
        ),
        Line(
            "company_margin",
            "KPI_MARGIN({company.revenue},{company.operating_costs})",
            "KPI_MARGIN",
            Text("Marge d’exploitation", "Operating margin"),
            target=0.12,
            guard="{company.operating_costs}",
        ),
        Line(
            "market_share",
            "KPI_MARKET_SHARE({company.revenue},{company.market_sales})",
            "KPI_MARKET_SHARE",
            target=0.08,
            guard="{company.revenue}",
        ),
        Line(
            "relative_share",
            "KPI_RELATIVE_SHARE({=market_share},{company.leader_sales}/{company.market_sales})",
            "KPI_RELATIVE_SHARE",
            target=0.4,
        ),
        Line(
            "tsr",
            "KPI_TSR({company.share_price@eve},{company.share_price@last},{company.dividends})",
            "KPI_TSR",
            target=0.02,
            guard="{company.share_price@last}",
        ),
        Line(
            "enps",
            _ENPS,
            "KPI_ENPS",
            Text("eNPS des douze derniers mois", "eNPS of the last twelve months"),
            target=20.0,
        ),
        Line(
            "enps_all",
            "KPI_ENPS({all team.employee_score})",
            "KPI_ENPS",
            Text("eNPS, toutes les réponses reçues", "eNPS, all answers received"),
            whole=True,
        ),
        Line(
            "employee_engagement",
            "KPI_EMPLOYEE_ENGAGEMENT({company.favourable@year},{company.respondents@year})",
            "KPI_EMPLOYEE_ENGAGEMENT",
            target=0.7,
        ),
        Line(
            "turnover",
            "KPI_TURNOVER({company.leavers@year},{=headcount})",
            "KPI_TURNOVER",
            Text("Rotation du personnel sur douze mois", "Staff turnover over twelve months"),
            target=0.12,
            guard="{company.headcount@year>0}-11",
        ),
        Line(
            "innovation_rate",
            "KPI_INNOVATION_RATE({company.new_product_revenue},{company.revenue})",
            "KPI_INNOVATION_RATE",
            target=0.15,
            guard="{company.new_product_revenue}",
        ),
        Line(
            "carbon_intensity",
            "KPI_CARBON_INTENSITY({company.tonnes_co2e},{company.revenue}/1000000)",
            "KPI_CARBON_INTENSITY",
            Text("Intensité carbone (t CO2e par million de CA)", "Carbon intensity (t CO2e per million of revenue)"),
            unit=Unit.NUMBER,
            target=95.0,
            guard="{company.tonnes_co2e}",
        ),
    ),
    (
        Block(
            FIGURES,
            (
                figure("company_revenue", "company.revenue"),
                figure("operating_costs", "company.operating_costs"),
                Line(
                    "operating_profit",
                    "{=company_revenue}-{=operating_costs}",
                    label=Text("Résultat d’exploitation", "Operating profit"),
                    unit=Unit.CURRENCY,
                    guard="{company.operating_costs}",
                ),
                figure("market_sales", "company.market_sales"),
                figure("leader_sales", "company.leader_sales"),
                figure("new_product_revenue", "company.new_product_revenue"),
                Line(
                    "share_price",
                    "{company.share_price@last}",
                    label=Text("Cours de l’action en fin de période", "Share price at the end of the period"),
                    unit=Unit.CURRENCY,
                    fmt="#,##0.00",
                ),
                Line(
                    "headcount",
                    "{company.headcount@year}/{company.headcount@year>0}",
                    label=Text("Effectif moyen sur douze mois", "Average headcount over twelve months"),
                    unit=Unit.NUMBER,
                ),
                Line("tonnes", "{company.tonnes_co2e}", unit=Unit.NUMBER,
                     label=Text("Émissions (t CO2e)", "Emissions (t CO2e)")),
            ),
        ),
    ),
    (
        by_month(
            Text("CA et charges d’exploitation par mois", "Revenue and operating costs by month"),
            None,
            (Text("CA", "Revenue"), "company_revenue"),
            (Text("Charges d’exploitation", "Operating costs"), "operating_costs"),
        ),
        by_month(
            Text("Part de marché par mois", "Market share by month"),
            RATE,
            (Text("Part de marché", "Market share"), "market_share"),
            fmt="0.0%",
        ),
    ),
)  # fmt: skip
